## boot

boot-again = Load it again
boot-incomplete = The page could not be loaded completely
boot-late = This takes unusually long.
boot-loading = Loading
boot-no_wasm = This page needs WebAssembly, which this browser does not have or has switched off.
boot-sending = Signing in as soon as the page has loaded.
boot-stopped = The page has stopped because of a mistake of its own.

## frame

frame-product = Mist
frame-tab_title = { $screen } · { $product }
frame-main = Main
frame-machines = Machines
frame-backends = Backends
frame-providers = Providers
frame-images = Images
frame-keys = Keys
frame-activity = Activity
frame-account = Account
frame-more = More
frame-skip = Skip to content
frame-own_server = this server
frame-nobody = not signed in
frame-starting = Asking the server
frame-waiting = Waiting for the server
frame-fetching = Fetching this part of the page
frame-new_release = A new version is here. Reload the page to use it.
frame-new_release_running = { $count ->
        [one] A new version is here. Reload the page to use it; { $count } command runs in this tab and would end.
       *[other] A new version is here. Reload the page to use it; { $count } commands run in this tab and would end.
    }
frame-reload = Reload
frame-part_failed_title = Screen not loaded
frame-part_failed = This part of the page could not be fetched from where the page came from.
frame-part_failed_advice = Check the connection and retry. If that does not help, reload the page: it may have been updated meanwhile.
frame-not_found_title = No such page
frame-not_found = This address means nothing here: { $address }
frame-to_machines = Show all machines

## providers

providers-title = Providers
providers-search = Search providers
providers-search_hint = Provider, id or region
providers-count = { $shown } of { $count } providers
providers-loading = Asking for the providers
providers-failed = The list of providers could not be fetched.
providers-none_match = No provider matches this search.
providers-computers = Single computers
providers-public_clouds = Public clouds
providers-private_clouds = Private clouds and containers
providers-regions_of = Regions of { $title }
providers-backends = { $count ->
        [one] { $count } backend
       *[other] { $count } backends
    }

## images

images-title = Images
images-backend = Backend
images-search = Search images
images-search_hint = Name or id
images-starred_only = Starred only
images-count = { $shown } of { $count } images
images-loading = Asking for the images
images-failed = The images could not be fetched.
images-none_listed = This backend lists no images.
images-none_match = No image matches this search.
images-none_starred = No image has a star yet.
images-none_starred_why = Stars mark the images you use often: they come first, also where a machine is created.
images-show_all = Show all images
images-single = A single server has no images.
images-single_why = It has its system already, and no machines are made there. Choose a cloud to see what machines can be made from.
images-no_backends_why = Images come from the clouds you add.
images-star = Star { $name }
images-unstar = Unstar { $name }
images-star_verb = Star
images-unstar_verb = Unstar
images-starred = { $name } has a star now.
images-unstarred = { $name } has no star any more.
images-star_failed = The star of { $name } was not changed.
images-star_slash = This image's id has a slash in it, and servers of this age cannot be asked for such an image.
images-create = Create machine
images-create_from = Create machine from { $name }
images-create_machine = Create machine from it
images-from_server = found by the server
images-search_server = Search on the server
images-server_most = It answers with { $count } images at most.
images-server_asking = Searching on the server
images-server_stop = Stop
images-search_failed = The server did not search for “{ $term }”.
images-found = { $count ->
        [one] The server found { $count } image.
       *[other] The server found { $count } images.
    }
images-found_most = The server found { $count } images. It tells { $most } at most, so there may be more.
images-found_none = The server found none: it looks for the words exactly as they stand.
images-found_listed = All are in the list already.
images-found_new = { $count ->
        [one] { $count } was not in the list and comes first.
       *[other] { $count } were not in the list and come first.
    }
images-id = Id
images-stars = Star
images-has_star = yes
images-has_none = no
images-copy_id = Copy id
images-no_extra = The server says nothing more of this image.
images-close = Close

## create

create-title = Create machine
create-being_created = Being created
create-cancel_waiting = Cancel those not sent
create-cancelled = { $count ->
        [one] { $count } machine was not sent.
       *[other] { $count } machines were not sent.
    }
create-hidden = { $count ->
        [one] And { $count } more.
       *[other] And { $count } more.
    }
create-waiting = waits for its turn
create-creating = Creating { $name }
create-made = created, not listed yet
create-created = Machine { $name } was created.
create-again = Try again
create-failed = { $name } was not created.
create-failed_meanwhile = { $name } was not created. The machine list says why.
create-lost_advice = Look in the list below whether { $name } is there before you try again.
create-sent_one = { $name } is being created.
create-sent_many = { $count } machines are being created.
create-backend = Backend
create-backend_none = Choose a backend
create-backend_gone = The backend that the address names is not there. Choose another one.
create-backend_off = { $title } is switched off. Choose another one, or switch it on under Backends.
create-backend_makes_none = { $title } can't make machines. Choose another one.
create-none_title = No backend here can make machines.
create-none_any = Machines are made on clouds. Add the account of one first.
create-none_servers = Single servers can't make machines. Add the account of a cloud.
create-none_on = Every backend that can is switched off.
create-to_backends = Show backends
create-first_backend = Choose a backend first.
create-basics = Backend and name
create-name = Name
create-name_letters = Letters, digits and { $others }.
create-name_small = Small letters, digits and { $others }.
create-name_longest = At most { $count } characters.
create-name_several = Several at once by a pattern: { $example }.
create-name_empty = Give it a name.
create-name_capital = { $name }: { $character } is a capital, and this provider takes small letters only.
create-name_blank = { $name }: this provider takes no blanks in names.
create-name_character = { $name }: this provider takes no { $character } in names.
create-name_long = { $name } is too long for this provider, which takes { $count } characters.
create-name_taken = There is a machine called { $name } on this backend already.
create-pattern_open = The pattern lacks its closing bracket.
create-pattern_closed = The pattern lacks its opening bracket.
create-pattern_nested = A pattern can't stand inside another.
create-pattern_group = “{ $inside }” is neither a range, as 1..5, nor a list, as a,b,c.
create-pattern_many = This pattern stands for more than { $count } machines, which is the most at once.
create-pattern_twice = This pattern stands for { $name } twice.
create-image = Image
create-image_search = Search images
create-images_loading = Asking for the images
create-images_failed = The images could not be fetched.
create-images_none = This backend lists no images.
create-images_all = All images
create-images_starred = { $count ->
        [one] { $count } starred image of { $total }
       *[other] { $count } starred images of { $total }
    }
create-images_count = { $count ->
        [one] { $count } image of { $total }
       *[other] { $count } images of { $total }
    }
create-image_starred = starred
create-image_gone = The backend does not list the image { $id }.
create-image_missing = Choose an image.
create-size = Size
create-sizes_all = Compare the sizes of all clouds
create-size_search = Search sizes
create-sizes_loading = Asking for the sizes
create-sizes_failed = The sizes could not be fetched.
create-sizes_none = This backend lists no sizes.
create-size_gone = The backend does not offer the size { $id }.
create-size_unfit = The chosen image does not fit the size { $name }. Choose another of them.
create-size_missing = Choose a size.
create-price_place = The price depends on the location.
create-location = Location
create-location_search = Search locations
create-locations_loading = Asking for the locations
create-locations_failed = The locations could not be fetched.
create-locations_none = This backend lists no locations. The provider chooses.
create-location_gone = The backend does not list the location { $id }.
create-location_missing = Choose a location.
create-key = Key
create-key_title = SSH key
create-key_missing = Choose a key, or add one.
create-networks = Networks
create-networks_help = Without any the provider chooses.
create-networks_loading = Asking for the networks
create-networks_failed = The networks could not be fetched.
create-options = First run
create-script = Script
create-script_help = Optional. Runs on the machine once it is up.
create-script_foreign = The script has characters such as { $character }. Servers of 2014 refuse those; newer ones take them.
create-monitoring = Monitor from the start
create-none_match = Nothing matches this search.
create-summary = Summary
create-names_more = { $names } and { $count } more
create-price = Price
create-price_total = { $count ->
        [one] for { $count } machine
       *[other] for { $count } machines
    }
create-price_unknown = The provider gives no price for this size.
create-price_none = Shown once a size is chosen.
create-missing = Still missing: { $what }.

## size

size-label = Size
size-mb = { $count } MB
size-gb = { $count } GB
size-ram = { $amount } RAM
size-disk = { $amount } disk
size-hour = { $price }/hour
size-from = from { $price }
size-month = ≈ { $price }/month
size-no_price = No price given

## sizes

sizes-title = Sizes
sizes-lead = What every cloud offers, by what it costs. A price that depends on image or region is its lowest.
sizes-search = Search sizes
sizes-search_hint = Size or backend
sizes-least_memory = RAM at least, in GB
sizes-most_price = Price per month at most
sizes-not_a_number = Type a number, like 2 or 0.5.
sizes-name = Size
sizes-memory = RAM
sizes-disk = Disk
sizes-price = Price
sizes-choose = Choose
sizes-choose_named = Choose { $size } of { $backend }
sizes-count = { $shown } of { $count } sizes
sizes-awaited = { $count ->
        [one] { $count } backend still asked
       *[other] { $count } backends still asked
    }
sizes-loading = Asking the clouds for their sizes
sizes-failed = The sizes of { $backend } could not be listed.
sizes-no_backends = No backend makes machines
sizes-no_backends_why = Sizes are what clouds sell. Single servers have none, and a backend that is switched off is not asked.
sizes-none_listed = The clouds list no sizes
sizes-none_match = No size is like that
sizes-clear = Clear the search

## resize

resize-title = Resize
resize-title_of = Resize { $name }
resize-verb = Resize
resize-lead = Many clouds restart a machine to give it another size, and its disk may not shrink.
resize-now = now
resize-choose_first = Choose a size first.
resize-has_it = The machine has this size already.
resize-loading = Asking the cloud for its sizes
resize-sizes_failed = The sizes could not be listed.
resize-none = This cloud lists no sizes
resize-none_why = Without a size to choose there is nothing to change.
resize-done = Machine { $name } is getting the size { $size }
resize-failed = Machine { $name } did not get another size.

## activity

activity-title = Activity
activity-search = Search activity
activity-search_hint = Machine, key, backend or what was said
activity-only_failed = Only failed
activity-count = { $total ->
        [one] { $shown } of { $total } change
       *[other] { $shown } of { $total } changes
    }
activity-empty = Nothing was changed yet.
activity-empty_why = Every change you make here is listed with its result until you close or reload the page, or sign out.
activity-none_match = No change matches.
activity-show_all = Show all
activity-running = under way
activity-done = done
activity-stopped = stopped
activity-failed = failed
activity-lost = answer lost
activity-given_up = not waited for
activity-open_form = Open the form
activity-tried = It was tried again: see the newer entry.
activity-twice = Look whether it was done before you ask for it again: doing it twice would do harm.
activity-no_function = This server has no such function.
activity-name_taken = The name is another key's by now.
activity-again_done = Done: { $what }.
activity-again_failed = It failed once more: { $what }.
activity-question = { $what }?
activity-consequence = This was asked for before and failed. It is asked for once more as it was.
activity-start = Start { $name }
activity-stop = Stop { $name }
activity-reboot = Reboot { $name }
activity-destroy = Destroy { $name }
activity-resize = Resize { $name } to { $size }
activity-tag = Tag { $name } with { $tag }
activity-untag = Remove tag { $tag } from { $name }
activity-create = Create machine { $name } on { $title }
activity-run = Run a command on { $name }
activity-add_backend = Add backend { $title }
activity-rename_backend = Rename backend { $title } to { $new_title }
activity-enable = Enable backend { $title }
activity-disable = Disable backend { $title }
activity-delete_backend = Delete backend { $title }
activity-star = Star or unstar image { $image } of { $title }
activity-add_network = Create network { $name } on { $title }
activity-delete_network = Delete network { $name } of { $title }
activity-add_key = Add key { $key }
activity-rename_key = Rename key { $key } to { $new_key }
activity-default_key = Make key { $key } the default
activity-delete_key = Delete key { $key }
activity-associate = Associate key { $key } with { $name }
activity-disassociate = Disassociate key { $key } from { $name }
activity-other = { $call }

## form

form-optional = optional
form-cancel = Cancel
form-retry = Retry
form-as_of = The list below is shown as it was { $age } ago.
form-undo = Undo
form-dismiss = Dismiss
form-required = Please fill this in.
form-file_choose = Choose file
form-file_taken = { $name } is filled in.
form-file_kept = What you gave is kept until it is sent ({ $count } characters) and not shown again.
form-file_replace = Replace
form-file_large = This file is too large. The most is 256 KB.
form-file_empty = This file is empty.
form-file_bad = This file could not be read as text. A .p12 or .pfx file has to be converted to PEM first.

## simulated

simulated-mark = simulated
simulated-meaning = Simulated: nothing real happens there.
simulated-form = Simulated here: type anything, never a real secret.
simulated-machine = This machine is simulated.
simulated-making = Simulated here: nothing real is made, and nothing is paid.

## rename

rename-title = Rename { $name }
rename-submit = Rename

## sign_in

sign_in-title = Sign in
sign_in-again_title = Sign in again
sign_in-again = Your session has ended. Sign in to go on; nothing you typed is lost.
sign_in-email = Email
sign_in-password = Password
sign_in-server = Server
sign_in-server_now = Server: { $server }
sign_in-server_help = Leave it blank for the server this page came from.
sign_in-change_server = Change server
sign_in-stay = Stay signed in on this device
sign_in-submit = Sign in
sign_in-without = Continue without signing in
sign_in-link_help = On a server of your own, mistd link prints a link that signs you in.
sign_in-expired = Your session is no longer accepted. Please sign in again.
sign_in-signed_out = You are signed out.
sign_in-no_server = No mist server answers at this address. Where is yours?
sign_in-link_used = This sign-in link was used before or is too old. Ask for a fresh one: press Enter where the server runs, or sign in here.
sign_in-link_refused_inside = The sign-in link was used before or is too old. You are still signed in.
sign_in-link_failed_inside = The sign-in link could not be followed. You are still signed in.
sign_in-other_question = Sign in as { $email }?
sign_in-other_consequence = A link asks to sign in as { $email }. Commands that run now are stopped, and what you typed is gone.
sign_in-refused = The server did not accept this email and password.
sign_in-failed = Signing in failed.
sign_in-bad_server = This is no server's address. It looks like https://mist.example.net.
sign_in-mixed = This page came over https, and browsers let such a page call no server over http. Give the server an https address, or open this page over http.
sign_in-plain = This page came over http from another computer: whoever is in between can read your password and what you do here. Use it in a network you trust, or over https.
sign_in-unreachable_title = No connection
sign_in-unreachable = There is no answer from { $server }.
sign_in-unusable_title = The server can't be used
sign_in-unusable = There is an answer from { $server }, but not the list of backends that everything begins with.

## steps

steps-title = Three steps to your first command
steps-key = Add a key
steps-key_why = The SSH key your servers know you by. Paste one, choose a file, or have one made.
steps-backend = Add a backend
steps-backend_why = A server or a cloud account whose machines you want to see here.
steps-run = Run a command
steps-run_why = Open a machine and see its output as it comes.
steps-run_why_not = There is no machine yet. Add a backend first.
steps-done = done

## machines

machines-title = Machines
machines-search = Search machines
machines-search_hint = Name, address, state, backend, size or tag
machines-count = { $shown } of { $count } machines
machines-loading = Asking the backends for their machines
machines-empty_why = Machines show up here when you add the server or cloud they belong to.
machines-none_match = No machine matches this search.
machines-clear_search = Clear search
machines-none_listed = Your backends list no machines.
machines-name = Name
machines-state = State
machines-backend = Backend
machines-address = Address
machines-size = Size
machines-tags = Tags
machines-actions = Actions
machines-actions_for = Actions for { $name }
machines-backend_failed = { $backend } does not list its machines.
machines-server_failed = The server does not answer.
machines-backend_stale = Its machines below are shown as they were { $age } ago.
machines-asking = Asking { $backend } for its machines
machines-late = { $backend } takes long to answer. Its machines below are shown as they were { $age } ago.
machines-unreadable = { $count ->
        [one] { $count } item the server sent could not be read and is left out.
       *[other] { $count } items the server sent could not be read and are left out.
    }

## state

state-running = running
state-rebooting = rebooting
state-terminated = terminated
state-pending = pending
state-stopped = stopped

## actions

actions-start = Start
actions-stop = Stop
actions-reboot = Reboot
actions-destroy = Destroy
actions-open_shell = Open shell
actions-will_stop = Machine { $name } will be stopped.
actions-will_reboot = Machine { $name } will be rebooted.
actions-one_at_a_time = Machine { $name } has an action waiting. Take that one back first.
actions-taken_back = Machine { $name } is left as it was.
actions-started = Machine { $name } is starting.
actions-stopped = Machine { $name } is stopping.
actions-rebooted = Machine { $name } is rebooting.
actions-destroyed = Machine { $name } is being destroyed.
actions-start_failed = Machine { $name } was not started.
actions-stop_failed = Machine { $name } was not stopped.
actions-reboot_failed = Machine { $name } was not rebooted.
actions-destroy_failed = Machine { $name } was not destroyed.
actions-destroy_question = Destroy { $name }?
actions-destroy_consequence = { $name } on { $backend } and everything on its disks will be gone for good.
actions-is_gone = This machine is gone for good.
actions-is_running = This machine is running already.
actions-is_stopped = This machine is stopped already.
actions-is_off = This machine is not running.
actions-is_moving = Wait until this machine has finished what it is doing.
actions-no_start = This provider can't start machines.
actions-no_stop = This provider can't stop machines.
actions-no_reboot = This provider can't reboot machines.
actions-no_destroy = This provider can't destroy machines.
actions-resize = Resize
actions-no_resize = This server can't resize machines. It may be an older one.

## machine

machine-tabs = Machine
machine-overview = Overview
machine-shell = Shell
machine-keys = Keys
machine-tags_tab = Tags
machine-loading = Asking for this machine
machine-unknown = Its backend does not list its machines now.
machine-gone = This machine is not listed by its backend.
machine-gone_why = It may have been destroyed, or its backend may be disabled.
machine-facts = What is known
machine-public = Public IPs
machine-private = Private IPs
machine-image = Image
machine-size = Size
machine-backend = Backend
machine-provider = Provider
machine-id = Id
machine-tags = Tags
machine-dns = DNS name
machine-none = none
machine-metadata = Metadata
machine-metadata_search = Search metadata
machine-metadata_hint = Name or value
machine-metadata_count = { $count ->
        [one] { $shown } of { $count } entry
       *[other] { $shown } of { $count } entries
    }
machine-metadata_none = The server says nothing more of this machine.
machine-metadata_no_match = No entry matches this search.
machine-metadata_all = Show all { $count } entries
machine-copy = Copy { $name }
machine-copied = { $name } is copied.
machine-copy_failed = The browser does not let this page copy. Select the text and copy it.
machine-raw = Raw JSON
machine-raw_loading = Asking for this machine as the server sends it
machine-raw_failed = The raw JSON of { $name } could not be fetched.
machine-raw_copy = Copy
machine-raw_download = Download
machine-raw_again = Fetch again
machine-back = Back to the list
machine-beside = All machines
machine-beside_search = Filter machines

## probe

probe-title = Health
probe-probe = Probe
probe-asking = Probing { $name }. This takes up to half a minute.
probe-age = { $age } ago
probe-never = Not probed yet.
probe-up = Reachable
probe-no_ssh = Reachable, but SSH did not work
probe-silent = Not reachable
probe-silent_why = Nothing answered at { $host }.
probe-associate = Associate a key
probe-failed = { $name } was not probed.
probe-uptime = Uptime
probe-load = Load
probe-cores = Cores
probe-users = Users
probe-round_trip = Round trip
probe-loss = Packet loss
probe-unknown = unknown
probe-over = { $minutes } min
probe-ms = { $ms } ms
probe-range = { $min }–{ $max } ms
probe-percent = { $percent } %
probe-answered = { $received } of { $sent } answered
probe-load_idle = idle
probe-load_light = light
probe-load_moderate = moderate
probe-load_busy = busy
probe-load_overloaded = overloaded
probe-load_word = { $average } { $word }

## tags

tags-list = Tags
tags-none = This machine has no tags yet.
tags-new = New tag
tags-new_help = A word or a phrase, such as web or prod.
tags-add = Add tag
tags-remove = Remove tag { $tag }
tags-blank = Type a tag first.
tags-duplicate = { $name } has this tag already.
tags-added = Tag { $tag } is added to { $name }.
tags-removed = Tag { $tag } is removed from { $name }.
tags-add_failed = Tag { $tag } was not added to { $name }.
tags-remove_failed = Tag { $tag } was not removed from { $name }.
tags-not_a_tag = { $tag } can't be removed: the provider lists it among the tags to say where the machine is, such as its zone or datacenter.
tags-unsupported = This provider does not keep tags.

## machine_keys

machine_keys-title = Keys of { $name }
machine_keys-associate = Associate key
machine_keys-needs_none = This computer needs no key.
machine_keys-needs_none_why = Commands on it are run by the server itself, without SSH.
machine_keys-none = No key is associated with { $name } yet.
machine_keys-none_why = Associate a key, and commands and probes sign in with it over SSH. Until then the server tries the default key.
machine_keys-no_keys_why = A key lets the server sign in to { $name } over SSH.
machine_keys-column_key = Key
machine_keys-column_user = User
machine_keys-column_port = Port
machine_keys-column_used = Last used
machine_keys-used = { $age } ago
machine_keys-user = User
machine_keys-user_help = Blank: the server finds out.
machine_keys-port = Port
machine_keys-key = Key
machine_keys-choose = Choose a key
machine_keys-busy = Connecting to { $host }. This can take half a minute.
machine_keys-associated = Key { $key } opens { $name } now.
machine_keys-associate_failed = Key { $key } was not associated with { $name }.
machine_keys-refused_advice = Say which user to sign in as and on which port SSH listens there, and try again.
machine_keys-unreachable_advice = Check that the machine runs and on which port SSH listens there.
machine_keys-disassociate = Disassociate
machine_keys-disassociate_key = Disassociate { $key }
machine_keys-disassociate_question = Disassociate { $key } from { $name }?
machine_keys-disassociate_removes = The public key of { $key } is removed from authorized_keys on { $name }, so it no longer lets anybody in.
machine_keys-disassociate_forgets = The server forgets that { $key } opens { $name }. The machine has no address now, so the public key stays in its authorized_keys.
machine_keys-disassociate_last = It is the last key of { $name }: the machine can then no longer be reached from here.
machine_keys-disassociated = Key { $key } no longer opens { $name }.
machine_keys-disassociate_failed = Key { $key } is still associated with { $name }.

## host_key

host_key-changed = The host key of { $host } has changed.
host_key-old = Known until now
host_key-new = Shown now
host_key-meaning = After a new installation of the machine this is as it should be. If nothing was changed there, somebody may stand between the server and the machine and read along.
host_key-check = To check, run this on the machine's own console, not over SSH, and compare:
host_key-accept = Accept the new host key
host_key-accept_verb = Accept
host_key-consequence = From now on { $host } is trusted when it shows { $shown }. Accept it only if the machine's own console shows the same.
host_key-consequence_run = The command that was refused is then run.
host_key-accepted = The new host key of { $host } is accepted.
host_key-accept_failed = The new host key of { $host } was not accepted.
host_key-no_key = There is no key to sign in with.

## shell

shell-command = Command
shell-run = Run
shell-stop = Stop
shell-output = Output
shell-copy = Copy
shell-copied = Output copied.
shell-copy_failed = The browser does not let this page copy. Select the text and copy it, or download it.
shell-download = Download
shell-clear = Clear
shell-follow = Follow output
shell-idle = ready
shell-running = running
shell-finished = finished
shell-finished_in = finished in { $time }
shell-exit = exit status { $exit }
shell-stopped = stopped
shell-lost = connection lost
shell-refused = failed
shell-note_stopped = { "[" }stopped]
shell-note_lost = { "[" }connection lost before the command ended]
shell-note_exit = { "[" }exit status { $exit }]
shell-empty = Output shows up here as it comes.
shell-lost_what = The connection was lost before the command ended.
shell-lost_advice = The server or the machine went away. What had arrived is kept; check that both are up and run the command again.
shell-refused_what = The command was not run.
shell-no_host = This machine has no address to connect to.
shell-not_running = This machine is not running.
shell-blank = Type a command first.
shell-lines_dropped = Earlier output is no longer held.
shell-history_hint = Arrow up and down: earlier commands. Control+C: stop.
shell-keys = Keys for the command line
shell-key_earlier = Earlier command
shell-key_later = Later command
shell-key_pipe = Pipe |
shell-key_slash = Slash /
shell-key_hyphen = Hyphen -
shell-key_tilde = Tilde ~
shell-key_dollar = Dollar $
shell-key_double_quote = Double quote "
shell-key_quote = Quote '
shell-key_star = Star *
shell-paste = Paste
shell-paste_refused = The browser does not let this page read the clipboard. Press long on the command line and choose Paste there.
shell-paste_not_secure = Browsers let a page read the clipboard only over HTTPS. Press long on the command line and choose Paste there.

## backends

backends-title = Backends
backends-loading = Asking for the backends
backends-empty = There are no backends yet.
backends-empty_why = A backend is a cloud account, a Docker host or a single server.
backends-add = Add backend
backends-column_title = Title
backends-column_provider = Provider
backends-column_state = State
backends-column_machines = Machines
backends-column_enabled = Enabled
backends-enabled = Enabled
backends-state_on = answers
backends-state_off = off
backends-state_failed = failing
backends-state_asking = asking
backends-failed = The list of backends could not be fetched.
backends-toggle_failed = { $title } was not switched.
backends-enable = Enable
backends-disable = Disable
backends-switched_on = Backend { $title } is enabled.
backends-switched_off = Backend { $title } is disabled.
backends-actions_for = Actions for { $title }
backends-rename = Rename
backends-renamed = The backend is called { $title } now.
backends-rename_failed = The backend was not renamed.
backends-title_empty = Give the backend a title.
backends-title_long = This title is too long. It can have up to { $most } characters.
backends-title_twin = Another backend is called { $title } too. That is allowed, but they will look alike.
backends-delete = Delete
backends-delete_question = Delete { $title }?
backends-delete_machines = { $count ->
        [one] Its { $count } machine leaves the list and goes on running.
       *[other] Its { $count } machines leave the list and go on running.
    }
backends-delete_none = It lists no machines.
backends-delete_unknown = Its machines leave the list and go on running.
backends-delete_keys = Keys stay associated with its machines: when the backend is added again, all is as before.
backends-deleted = Backend { $title } is deleted.
backends-delete_failed = { $title } was not deleted.

## backend

backend-title = Backend
backend-provider = Provider
backend-region = Region
backend-state = State
backend-pace = Asked again
backend-every = { $pace } after each answer
backend-id = Id
backend-answering = It answers.
backend-asking = Its first answer is awaited.
backend-failing = It does not list its machines; the reason stands above.
backend-off = It is switched off, and nothing is asked of it.
backend-count = { $count ->
        [one] { $count } machine
       *[other] { $count } machines
    }
backend-machines_loading = Asking for its machines
backend-machines_off = Machines show up here when the backend is enabled.
backend-machines_failed = No list has come yet.
backend-machines_none = This backend lists no machines.
backend-gone_title = No such backend
backend-gone = This backend is not on the server.
backend-gone_why = It may have been deleted, or belong to another account.
backend-to_backends = Show all backends
backend-locations = Locations
backend-single = This is a single server: it has no images, sizes, locations or networks to make machines with.
backend-name = Name
backend-memory = RAM
backend-disk = Disk
backend-price_hour = Per hour
backend-price_month = Per month
backend-country = Country
backend-price_varies = Prices depend on the system or the place: the lowest is shown.
backend-create_of_size = Create machine of size { $name }
backend-create_in = Create machine in { $name }
backend-sizes_count = { $count ->
        [one] { $count } size
       *[other] { $count } sizes
    }
backend-sizes_none = This backend lists no sizes.
backend-sizes_loading = Asking for the sizes
backend-sizes_failed = The sizes could not be fetched.
backend-locations_none = This backend lists no locations.
backend-locations_loading = Asking for the locations
backend-locations_failed = The locations could not be fetched.
backend-default_location = Default
backend-default_why = Either this cloud has one place only, or it did not list its places when the server asked. Machines can be made there all the same.

## networks

networks-title = Networks
networks-loading = Asking for the networks
networks-failed = The networks could not be fetched.
networks-count = { $count ->
        [one] { $count } network
       *[other] { $count } networks
    }
networks-none = This backend lists no networks.
networks-none_yet = Networks you create here can be chosen when a machine is created.
networks-none_why = Few clouds but OpenStack let networks be seen or made from outside.
networks-lacking = This server has no networks.
networks-lacking_why = It is older than that: what connects machines is seen and changed at the cloud itself.
networks-create = Create network
networks-created = Network { $name } is created.
networks-create_failed = Network { $name } was not created.
networks-cannot_create = This cloud makes no networks through this server. What you typed stays here.
networks-name = Name
networks-name_empty = Give the network a name.
networks-with_subnet = With a subnet
networks-subnet_name = Subnet name
networks-cidr = CIDR
networks-cidr_help = The range of addresses, such as 10.0.0.0/24
networks-gateway = Gateway
networks-gateway_help = Left empty, the cloud takes one of the range
networks-dhcp = DHCP
networks-dhcp_choice = DHCP: machines get their addresses by themselves
networks-pools = Pools
networks-pools_choice = Allocation pools
networks-pools_help = What is given out, one range on each line: 10.0.0.10-10.0.0.99. Left empty, all of it.
networks-dns = DNS
networks-on = on
networks-off = off
networks-no_gateway = none
networks-no_subnets = No subnets.
networks-delete = Delete
networks-delete_named = Delete { $name }
networks-delete_question = Delete network { $name }?
networks-delete_bare = It has no subnets. A network that machines are in stays.
networks-delete_ranges = Its subnets go with it: { $ranges }. A network that machines are in stays.
networks-deleted = Network { $name } is deleted.
networks-delete_failed = Network { $name } was not deleted.

## add_backend

add_backend-title = Add backend
add_backend-provider = Provider
add_backend-providers_loading = Asking the server what it can add
add_backend-providers_failed = The list of providers could not be fetched. A single server can be added all the same.
add_backend-missing = This server does not offer { $provider }. Choose another provider.
add_backend-region = Region
add_backend-name = Title
add_backend-name_help = What to call it here. Without one it goes by its host name, which servers of 2014 always take first: there it is renamed right after it was added.
add_backend-name_default = What to call it here. Without one it is called { $title }.
add_backend-account = Credentials
add_backend-account_typed = Type them here
add_backend-account_saved = Use the saved secret of { $title }
add_backend-advanced = Advanced
add_backend-url_help = Where its identity service is, such as https://cloud.example.net:5000/v2.0.
add_backend-file_help = Paste its text, choose the file or drop it here. Once you leave this screen it is not shown again.
add_backend-host_help = A host name or an address, such as db1.example.net or 192.0.2.7.
add_backend-key_none = Choose a key
add_backend-add_key = Add key
add_backend-submit = Add backend
add_backend-busy = Connecting to { $name }. This can take half a minute.
add_backend-failed = The backend was not added.
add_backend-failed_meanwhile = The backend { $name } was not added. Add backend says why; what you typed is still there.
add_backend-added = Backend { $title } is added.
add_backend-refused_key = The machine does not let this user in with this key. Check the user, and that the key's public half is in that user's authorized_keys.
add_backend-unreachable = Check the hostname and the port, and that SSH is running there.
add_backend-refused_credentials = The provider does not accept these credentials. Check them, and that they are still valid.
add_backend-cloud_unreachable = The provider did not answer the server. Check what you filled in, or try again in a while.
add_backend-account_duplicate = This account is there already, maybe under another title.
add_backend-duplicate = This server is there already, maybe under another title.
add_backend-show_existing = Show { $title }
add_backend-key_gone = The server no longer has this key. Choose another one or add it again.
add_backend-host_key_changed = { $host } shows another host key than before.
add_backend-host_key_advice = If the server was set up anew, this is to be expected. If not, another machine may be answering in its place: compare the fingerprint on the server itself with ssh-keygen -lf before you accept it.
add_backend-host_key_known = Known so far
add_backend-host_key_shown = Shown now
add_backend-host_key_accept = Accept the new host key
add_backend-cancelled = The page no longer waits. If the server gets in after all, the backend shows up under Backends.
add_backend-no_key = Choose the key the server knows you by.
add_backend-cancel = Cancel

## provider_help

provider_help-bare_metal = One server that is reached over SSH.
provider_help-local = The computer the mist server runs on. There is nothing to fill in.
provider_help-ec2 = An access key of your account: its id is the API key, its secret access key the API secret.
provider_help-rackspace = Your user name, and the API key from the settings of your account.
provider_help-softlayer = The user name and the API key of a user who may see your machines.
provider_help-digitalocean = As API key, a personal access token. Only servers of 2014 need a client id.
provider_help-linode = An API key from your profile. The user name tells accounts apart.
provider_help-gce = A service account of your project: its address and its private key.
provider_help-openstack = The user, password and tenant you sign in with to your cloud.
provider_help-azure = A management certificate of your subscription, with its private key, as PEM.
provider_help-docker = A Docker host that listens on a port. User and password only where it asks for them.
provider_help-vcloud = The user, password and organization you sign in with.
provider_help-libvirt = A host with KVM that is reached over SSH.
provider_help-generic = This page does not know this provider. Most ask for a key and a secret.

## provider_field

provider_field-api_key = API Key
provider_field-api_secret = API Secret
provider_field-auth_url = Auth URL
provider_field-basic_password = BasicAuth Password
provider_field-basic_user = BasicAuth User
provider_field-certificate = Certificate file
provider_field-client_id = Client ID
provider_field-compute_endpoint = Compute Endpoint
provider_field-email = Email address
provider_field-host = Host
provider_field-hostname = Hostname
provider_field-organization = Organization
provider_field-password = Password
provider_field-port = Port
provider_field-private_key = Private key
provider_field-project_id = Project ID
provider_field-region = Region
provider_field-ssh_key = SSH Key
provider_field-subscription_id = Subscription ID
provider_field-tenant = Tenant Name
provider_field-user = User
provider_field-username = Username

## keys

keys-title = Keys
keys-loading = Asking for the keys
keys-empty = There are no keys yet.
keys-empty_why = A key lets the server sign in to your machines over SSH.
keys-add = Add key
keys-name = Name
keys-column_default = Default
keys-column_kind = Type
keys-column_fingerprint = Fingerprint
keys-column_machines = Machines
keys-default = default
keys-failed = The list of keys could not be fetched.
keys-actions_for = Actions for { $name }
keys-is_default = { $name } is the default key already.
keys-make_default = Make default
keys-copy_public = Copy public key
keys-copied_public = The public key of { $name } is copied.
keys-copy_refused = The browser does not let this page copy. The public key of { $name } was saved as a file instead.
keys-copy_failed = The public key of { $name } was not copied.
keys-delete = Delete
keys-delete_question = Delete { $name }?
keys-delete_unused = The server forgets this key. No machine uses it.
keys-delete_used = The server forgets this key and can no longer sign in with it to { $machines }.
keys-and_more = { $names } and { $count } more
keys-ghost = { $id } (no longer listed)
keys-delete_last = It is the only key.
keys-delete_heir = { $heir } becomes the default key.
keys-delete_default = It is the default key; the server makes another one the default.
keys-deleted_default = Key { $name } is deleted. { $heir } is the default now.
keys-deleted = Key { $name } is deleted.
keys-made_default = Key { $name } is the default now.
keys-change_failed = Key { $name } was not changed.
keys-delete_failed = Key { $name } was not deleted.
keys-added = Key { $name } is added.
keys-rename = Rename
keys-renamed = Key { $name } is called { $new_name } now.
keys-rename_failed = Key { $name } was not renamed.
keys-name_taken = Another key is called { $name }. Choose another name: some servers would destroy that key.
keys-show_private = Show private key
keys-show_question = Show the private key of { $name }?
keys-show_consequence = Whoever sees it can sign in to every machine this key opens. Look around before you go on.
keys-private_title = Private key of { $name }
keys-private_loading = Asking for the private key
keys-private_failed = The private key of { $name } could not be fetched.
keys-private_hint = Keep it as you keep a password. It is gone from this page when you close the dialog.
keys-private_copied = Copied. Other programs on this device can read the clipboard.
keys-private_copy_refused = The browser does not let this page copy. Select the text and copy it by hand, or download it.
keys-private_saved = Saved as a file. ssh wants it to be readable by you alone: chmod 600 FILE.
keys-private_save_refused = The browser does not let this page save a file. Copy the text instead.
keys-copy = Copy
keys-download = Download
keys-close = Close
keys-public_failed = The public key could not be fetched. { $words }
keys-public_unreadable = What the server sent is no public key this page can read.
keys-uses = Machines of { $key }
keys-machines_of = Machines that { $key } opens
keys-unused = No machine uses this key yet.
keys-gone = gone
keys-as_user = as { $user }
keys-on_port = port { $port }
keys-used = used { $age } ago
keys-remove = Remove
keys-remove_from = Remove { $name } from { $key }
keys-disassociate_from = Disassociate { $key } from { $name }
keys-remove_ghosts = Remove all { $count } that are gone
keys-ghosts_question = Remove the machines of { $key } that are gone?
keys-ghosts_consequence = The server forgets that this key opened them. Nothing is done on any machine.
keys-ghosts_removed = { $count ->
        [one] { $count } machine that is gone is removed from { $key }.
       *[other] { $count } machines that are gone are removed from { $key }.
    }
keys-associate = Associate with a machine
keys-associate_title = Associate { $key } with a machine
keys-machine = Machine
keys-choose_machine = Choose a machine.
keys-no_machines = There are no machines yet.
keys-no_match = No machine matches.
keys-host = Host
keys-host_help = Where SSH of this machine listens. Filled in from its address.

## add_key

add_key-title = Add key
add_key-name = Name
add_key-private = Private key
add_key-private_help = Paste it, drop its file here, or have the server generate one. It is sent to the server and never shown again by itself.
add_key-file = Choose a file
add_key-generate = Generate
add_key-submit = Add key
add_key-failed = The key was not added.
add_key-generate_failed = No key was generated.
add_key-generated = A new private key is filled in. Its public half can be copied once it is added.
add_key-exists = A key with this name is there already. Choose another name.
add_key-name_empty = Give the key a name.
add_key-name_slash = A name with a slash could never be used again: leave the slash out.
add_key-name_dots = This name could never be used again: servers read it as a folder.
add_key-name_control = A name can't hold a line break or other control characters.
add_key-name_long = This name is too long.
add_key-key_empty = Paste a private key, choose its file or press Generate.
add_key-key_public = This is the public half. The private key's file has the same name without .pub and begins with -----BEGIN.
add_key-key_putty = This is a PuTTY file. In PuTTYgen, export it as an OpenSSH key first.
add_key-key_encrypted = Older servers can't read keys that are protected by a passphrase. Make a copy without one: ssh-keygen -p -f KEY.
add_key-passphrase = Passphrase
add_key-protected = This key is protected by a passphrase.
add_key-passphrase_help = It opens the key once and is not kept. Servers of 2014 can't read protected keys.
add_key-passphrase_empty = Type the passphrase that protects this key.
add_key-kind = Type to generate
add_key-kind_rsa = RSA (works everywhere)
add_key-key_cut = This key is cut off or damaged. Copy it whole, from -----BEGIN to the dashes after END.
add_key-key_none = This is not a private key. It begins with -----BEGIN and ends with -----END … PRIVATE KEY-----.
add_key-key_openssh = Older servers read only RSA keys that begin with -----BEGIN RSA PRIVATE KEY-----. If this is an RSA key, convert a copy: ssh-keygen -p -m PEM -f KEY. If not, press Generate.
add_key-file_bad = This file could not be read as a key.

## account

account-who = Signed in as
account-nobody = This server asks nobody to sign in.
account-plan = Plan
account-server = Server
account-theme = Theme
account-theme_system = System
account-theme_light = Light
account-theme_dark = Dark
account-language = Language
account-language_system = System
account-sign_in = Sign in
account-sign_out = Sign out
account-details = Account
account-name = Name
account-company = Company
account-country = Country
account-number_of_servers = Number of servers
account-number_of_people = Number of people
account-plan_started = Began
account-plan_ends = Ends
account-plan_ended = Ended
account-plan_expired = expired
account-promo_code = Promo code
account-machine_limit = Most machines
account-untold = The server tells plan and person only when you sign in. They are not kept: sign in again to see them.
account-servers = Servers
account-servers_why = The servers you used in this browser. Going to another one shows nothing of this one, and leaves you signed in here.
account-here_on_device = signed in on this device
account-here_in_tab = signed in until this tab closes
account-kept_on_device = { $email }, signed in on this device
account-kept_in_tab = { $email }, signed in until this tab closes
account-kept_nowhere = not signed in
account-in_use = in use
account-switch = Switch
account-switch_to = Switch to { $server }
account-forget = Forget
account-forget_server = Forget { $server }
account-forgotten = Server { $server } is forgotten in this browser.
account-go_to = Go to { $server }
account-use_another = Use another server
account-leave_question = Switch to another server?
account-leave_consequence = { $count ->
        [one] { $count } command runs on this server and is stopped.
       *[other] { $count } commands run on this server and are stopped.
    }
account-sign_out_everywhere = End all sessions
account-everywhere_question = End all sessions in this browser?
account-everywhere_consequence = { $count ->
        [one] You are signed out of { $count } server, in this tab and in all others. Commands that run are stopped, and what you typed is gone.
       *[other] You are signed out of { $count } servers, in this tab and in all others. Commands that run are stopped, and what you typed is gone.
    }
account-preferences = Preferences
account-made_of = This page is made with the work of many others, under these
account-licences = Licences
account-density = Density
account-density_comfortable = Comfortable
account-density_compact = Compact

## check

check-host_empty = Fill in the host name or address.
check-host_bad = This is no host name or address.
check-port_bad = A port is a number from 1 to 65535.
check-url_empty = Fill in the address.
check-url_bad = This is no web address. One begins with http:// or https:// and has no blanks.
check-url_user = Leave the user out of the address: it has a field of its own.
check-file_empty = Paste the text of the file or choose the file.
check-user_empty = Fill in the user to sign in as.
check-user_bad = This is no user name.
check-cidr_empty = Fill in the range of addresses.
check-cidr_no_prefix = A range ends in a slash and a number: 10.0.0.0/24.
check-cidr_address = What stands before the slash is no IPv4 address.
check-cidr_prefix = The number after the slash is from 1 to 30.
check-cidr_inside = This address is inside the range { $range }. Write that.
check-address_bad = This is no IPv4 address.
check-address_outside = This is no address that { $range } can give.
check-pool_shape = Line { $line }: write two addresses with a hyphen between them.
check-pool_address = Line { $line }: { $why }
check-pool_backwards = Line { $line } ends before it begins.
check-pool_overlap = Line { $line } has addresses of another line.
check-pool_gateway = Line { $line } contains the gateway.

## errors

errors-network = There is no connection to the server.
errors-lost = The answer to “{ $what }” was lost: it may have been done all the same.
errors-lost_of = The answer to “{ $verb } { $name }” was lost: it may have been done all the same.
errors-lost_advice = Look whether it was done before you try again.
errors-network_advice = Check that the server is running and that this device is online. The page keeps what it has.
errors-timeout = The server did not answer in time.
errors-timeout_advice = It may be busy, or waiting for a cloud that does not answer. Try again in a while.
errors-unreachable_advice = The server is up, but what lies behind it does not answer. Check the address and try again.
errors-server_advice = The server failed on its own. If it goes on, its log says more.
errors-undecodable = The server's answer could not be read.
errors-undecodable_empty = It is empty.
errors-undecodable_page = It is a web page.
errors-undecodable_json = It is no JSON from line { $line }, column { $column } on.
errors-undecodable_stream = It is no output of a shell.
errors-undecodable_picture = It is no picture.
errors-undecodable_missing = { $path } is missing in it.
errors-undecodable_mismatch = { $path } in it is not what was expected.
errors-undecodable_advice = This may be no mist server, or a proxy answered in its place.
errors-no_reason = The server gave no reason, only the status { $status }.
errors-unaddressable = An empty name, a dot or two dots can't be sent to a server.
errors-no_endpoint_advice = This server has no such function. It may be an older one.
errors-payment_advice = The account's plan does not cover this.

## age

age-seconds = { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
age-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
age-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
age-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
age-two = { $whole } { $rest }

## age_short

age_short-seconds = { $count } s
age_short-minutes = { $count } min
age_short-hours = { $count } h

## elapsed

elapsed-seconds = { $seconds } s
elapsed-minutes = { $minutes } min { $seconds } s
elapsed-hours = { $hours } h { $minutes } min

## language

language-own_name = English
language-changed = The page speaks { $name } now.
language-failed = The words of { $name } did not come. The page speaks { $present } meanwhile.
language-failed_advice = Check the connection and retry. If that does not help, reload the page: it may have been updated meanwhile.

## offline

offline-banner = Offline. Nothing can be changed until the server answers.
offline-known = This is what was known { $age } ago, on { $moment }.
offline-why_not = The page is offline: nothing can be changed until the server answers.
offline-back = The server answers again.
offline-title = Without a connection
offline-remember = Remember on this device
offline-what = Keeps what the lists show of backends and machines in this browser: names, states, addresses, tags, images and sizes. Without a connection the page then opens with them as they were, to read only.
offline-how_long = For 7 days after the server last answered. It is wiped when you sign out, when somebody else signs in to this server here, and when you switch this off.
offline-never = Never kept: cloud credentials, keys, what providers say beyond the lists, commands and their output, what you changed, and what you type.
offline-session = It opens only while you are signed in. To have it after this tab is closed, stay signed in on this device too.
offline-kept = Last kept on { $moment }.
offline-forget = Forget what is remembered
offline-nothing = Nothing is remembered in this browser.
offline-forgotten = Nothing is remembered in this browser any more.
