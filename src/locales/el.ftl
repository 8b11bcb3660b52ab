## boot

boot-again = Νέα φόρτωση
boot-incomplete = Η σελίδα δεν φορτώθηκε ολόκληρη
boot-late = Αυτό διαρκεί ασυνήθιστα πολύ.
boot-loading = Φόρτωση
boot-no_wasm = Αυτή η σελίδα χρειάζεται WebAssembly, που αυτός ο browser δεν έχει ή είναι απενεργοποιημένο.
boot-sending = Η σύνδεση θα γίνει μόλις φορτωθεί η σελίδα.
boot-stopped = Η σελίδα σταμάτησε εξαιτίας δικού της λάθους.

## frame

frame-product = Mist
frame-tab_title = { $screen } · { $product }
frame-main = Κύριο μενού
frame-machines = Μηχανήματα
frame-backends = Backend
frame-providers = Πάροχοι
frame-images = Εικόνες
frame-keys = Κλειδιά
frame-activity = Δραστηριότητα
frame-account = Λογαριασμός
frame-more = Περισσότερα
frame-skip = Μετάβαση στο περιεχόμενο
frame-own_server = αυτός ο διακομιστής
frame-nobody = δεν έχετε συνδεθεί
frame-starting = Επικοινωνία με τον διακομιστή
frame-waiting = Αναμονή για τον διακομιστή
frame-fetching = Φόρτωση αυτού του τμήματος της σελίδας
frame-new_release = Υπάρχει νέα έκδοση. Φορτώστε ξανά τη σελίδα για να τη χρησιμοποιήσετε.
frame-new_release_running = { $count ->
        [one] Υπάρχει νέα έκδοση. Φορτώστε ξανά τη σελίδα για να τη χρησιμοποιήσετε· { $count } εντολή εκτελείται σε αυτή την καρτέλα και θα τερματιστεί.
       *[other] Υπάρχει νέα έκδοση. Φορτώστε ξανά τη σελίδα για να τη χρησιμοποιήσετε· { $count } εντολές εκτελούνται σε αυτή την καρτέλα και θα τερματιστούν.
    }
frame-reload = Νέα φόρτωση
frame-part_failed_title = Η οθόνη δεν φορτώθηκε
frame-part_failed = Αυτό το τμήμα δεν μπόρεσε να φορτωθεί από εκεί απ' όπου ήρθε η σελίδα.
frame-part_failed_advice = Ελέγξτε τη σύνδεση και δοκιμάστε ξανά. Αν δεν βοηθήσει, φορτώστε ξανά τη σελίδα: ίσως ενημερώθηκε στο μεταξύ.
frame-not_found_title = Δεν υπάρχει τέτοια σελίδα
frame-not_found = Αυτή η διεύθυνση δεν αντιστοιχεί σε τίποτα εδώ: { $address }
frame-to_machines = Όλα τα μηχανήματα

## providers

providers-title = Πάροχοι
providers-search = Αναζήτηση παρόχων
providers-search_hint = Πάροχος, ID ή περιοχή
providers-count = { $shown } από { $count } παρόχους
providers-loading = Φόρτωση παρόχων
providers-failed = Η λίστα των παρόχων δεν φορτώθηκε.
providers-none_match = Κανένας πάροχος δεν ταιριάζει στην αναζήτηση.
providers-computers = Μεμονωμένοι υπολογιστές
providers-public_clouds = Δημόσια cloud
providers-private_clouds = Ιδιωτικά cloud και containers
providers-regions_of = Περιοχές: { $title }
providers-backends = { $count ->
        [one] { $count } backend
       *[other] { $count } backend
    }

## images

images-title = Εικόνες
images-backend = Backend
images-search = Αναζήτηση εικόνων
images-search_hint = Όνομα ή ID
images-starred_only = Μόνο με αστέρι
images-count = { $shown } από { $count } εικόνες
images-loading = Φόρτωση εικόνων
images-failed = Οι εικόνες δεν φορτώθηκαν.
images-none_listed = Αυτό το backend δεν εμφανίζει εικόνες.
images-none_match = Καμία εικόνα δεν ταιριάζει στην αναζήτηση.
images-none_starred = Καμία εικόνα δεν έχει ακόμη αστέρι.
images-none_starred_why = Τα αστέρια σημειώνουν τις εικόνες που χρησιμοποιείτε συχνά: εμφανίζονται πρώτες, και κατά τη δημιουργία μηχανήματος.
images-show_all = Όλες οι εικόνες
images-single = Ένας μεμονωμένος διακομιστής δεν έχει εικόνες.
images-single_why = Έχει ήδη το σύστημά του και δεν δημιουργούνται μηχανήματα εκεί. Επιλέξτε ένα cloud για να δείτε από τι μπορούν να δημιουργηθούν μηχανήματα.
images-no_backends_why = Οι εικόνες προέρχονται από τα cloud που προσθέτετε.
images-star = Προσθήκη αστεριού στην εικόνα { $name }
images-unstar = Αφαίρεση αστεριού από την εικόνα { $name }
images-star_verb = Προσθήκη αστεριού στην εικόνα
images-unstar_verb = Αφαίρεση αστεριού από την εικόνα
images-starred = Η εικόνα { $name } έχει πλέον αστέρι.
images-unstarred = Η εικόνα { $name } δεν έχει πια αστέρι.
images-star_failed = Το αστέρι της εικόνας { $name } δεν άλλαξε.
images-star_slash = Το ID αυτής της εικόνας περιέχει κάθετο (/) και οι παλιοί διακομιστές σαν αυτόν δεν δέχονται τέτοιες εικόνες.
images-create = Δημιουργία μηχανήματος
images-create_from = Δημιουργία μηχανήματος από την εικόνα { $name }
images-create_machine = Δημιουργία μηχανήματος
images-from_server = βρέθηκε από τον διακομιστή
images-search_server = Αναζήτηση στον διακομιστή
images-server_most = Επιστρέφει έως { $count } εικόνες.
images-server_asking = Αναζήτηση στον διακομιστή
images-server_stop = Διακοπή
images-search_failed = Η αναζήτηση για «{ $term }» στον διακομιστή δεν έγινε.
images-found = { $count ->
        [one] Ο διακομιστής βρήκε { $count } εικόνα.
       *[other] Ο διακομιστής βρήκε { $count } εικόνες.
    }
images-found_most = Ο διακομιστής βρήκε { $count } εικόνες. Δίνει το πολύ { $most }, οπότε ίσως υπάρχουν κι άλλες.
images-found_none = Ο διακομιστής δεν βρήκε καμία: αναζητά τις λέξεις ακριβώς όπως είναι γραμμένες.
images-found_listed = Όλες υπάρχουν ήδη στη λίστα.
images-found_new = { $count ->
        [one] { $count } δεν ήταν στη λίστα και εμφανίζεται πρώτη.
       *[other] { $count } δεν ήταν στη λίστα και εμφανίζονται πρώτες.
    }
images-id = ID
images-stars = Αστέρι
images-has_star = ναι
images-has_none = όχι
images-copy_id = Αντιγραφή ID
images-no_extra = Ο διακομιστής δεν λέει τίποτε άλλο για αυτή την εικόνα.
images-close = Κλείσιμο

## create

create-title = Δημιουργία μηχανήματος
create-being_created = Υπό δημιουργία
create-cancel_waiting = Ακύρωση όσων δεν στάλθηκαν
create-cancelled = { $count ->
        [one] { $count } μηχάνημα δεν στάλθηκε.
       *[other] { $count } μηχανήματα δεν στάλθηκαν.
    }
create-hidden = { $count ->
        [one] Και { $count } ακόμη.
       *[other] Και { $count } ακόμη.
    }
create-waiting = περιμένει τη σειρά του
create-creating = Δημιουργία του { $name }
create-made = δημιουργήθηκε, δεν εμφανίζεται ακόμη
create-created = Το μηχάνημα { $name } δημιουργήθηκε.
create-again = Νέα προσπάθεια
create-failed = Το μηχάνημα { $name } δεν δημιουργήθηκε.
create-failed_meanwhile = Το μηχάνημα { $name } δεν δημιουργήθηκε. Ο λόγος αναφέρεται στη λίστα των μηχανημάτων.
create-lost_advice = Δείτε στην παρακάτω λίστα αν το { $name } υπάρχει, προτού δοκιμάσετε ξανά.
create-sent_one = Το μηχάνημα { $name } δημιουργείται.
create-sent_many = Δημιουργούνται { $count } μηχανήματα.
create-backend = Backend
create-backend_none = Επιλέξτε backend
create-backend_gone = Το backend που αναφέρει η διεύθυνση δεν υπάρχει. Επιλέξτε άλλο.
create-backend_off = Το backend { $title } είναι απενεργοποιημένο. Επιλέξτε άλλο ή ενεργοποιήστε το στη σελίδα «Backend».
create-backend_makes_none = Το backend { $title } δεν μπορεί να δημιουργήσει μηχανήματα. Επιλέξτε άλλο.
create-none_title = Κανένα backend εδώ δεν μπορεί να δημιουργήσει μηχανήματα.
create-none_any = Τα μηχανήματα δημιουργούνται σε cloud. Προσθέστε πρώτα τον λογαριασμό ενός cloud.
create-none_servers = Οι μεμονωμένοι διακομιστές δεν μπορούν να δημιουργήσουν μηχανήματα. Προσθέστε τον λογαριασμό ενός cloud.
create-none_on = Όλα τα backend που μπορούν είναι απενεργοποιημένα.
create-to_backends = Προβολή backend
create-first_backend = Επιλέξτε πρώτα ένα backend.
create-basics = Backend και όνομα
create-name = Όνομα
create-name_letters = Λατινικά γράμματα, ψηφία και { $others }.
create-name_small = Πεζά λατινικά γράμματα, ψηφία και { $others }.
create-name_longest = Έως { $count } χαρακτήρες.
create-name_several = Πολλά μηχανήματα μαζί με μοτίβο: { $example }.
create-name_empty = Δώστε ένα όνομα.
create-name_capital = { $name }: το { $character } είναι κεφαλαίο και αυτός ο πάροχος δέχεται μόνο πεζά.
create-name_blank = { $name }: αυτός ο πάροχος δεν δέχεται κενά στα ονόματα.
create-name_character = { $name }: αυτός ο πάροχος δεν δέχεται { $character } στα ονόματα.
create-name_long = Το όνομα { $name } είναι πολύ μεγάλο για αυτόν τον πάροχο, που δέχεται έως { $count } χαρακτήρες.
create-name_taken = Υπάρχει ήδη μηχάνημα με το όνομα { $name } σε αυτό το backend.
create-pattern_open = Από το μοτίβο λείπει το δεξιό άγκιστρο.
create-pattern_closed = Από το μοτίβο λείπει το αριστερό άγκιστρο.
create-pattern_nested = Ένα μοτίβο δεν μπορεί να περιέχει άλλο.
create-pattern_group = Το «{ $inside }» δεν είναι ούτε εύρος, όπως 1..5, ούτε λίστα, όπως a,b,c.
create-pattern_many = Αυτό το μοτίβο δίνει πάνω από { $count } μηχανήματα, που είναι το όριο για μία φορά.
create-pattern_twice = Αυτό το μοτίβο δίνει δύο φορές το όνομα { $name }.
create-image = Εικόνα
create-image_search = Αναζήτηση εικόνων
create-images_loading = Φόρτωση εικόνων
create-images_failed = Οι εικόνες δεν φορτώθηκαν.
create-images_none = Αυτό το backend δεν εμφανίζει εικόνες.
create-images_all = Όλες οι εικόνες
create-images_starred = { $count ->
        [one] { $count } με αστέρι από { $total } εικόνες
       *[other] { $count } με αστέρι από { $total } εικόνες
    }
create-images_count = { $count ->
        [one] { $count } από { $total } εικόνες
       *[other] { $count } από { $total } εικόνες
    }
create-image_starred = με αστέρι
create-image_gone = Το backend δεν εμφανίζει την εικόνα { $id }.
create-image_missing = Επιλέξτε εικόνα.
create-size = Μέγεθος
create-sizes_all = Σύγκριση μεγεθών σε όλα τα cloud
create-size_search = Αναζήτηση μεγεθών
create-sizes_loading = Φόρτωση μεγεθών
create-sizes_failed = Τα μεγέθη δεν φορτώθηκαν.
create-sizes_none = Αυτό το backend δεν εμφανίζει μεγέθη.
create-size_gone = Το backend δεν προσφέρει το μέγεθος { $id }.
create-size_unfit = Η επιλεγμένη εικόνα δεν ταιριάζει με το μέγεθος { $name }. Επιλέξτε άλλη εικόνα ή άλλο μέγεθος.
create-size_missing = Επιλέξτε μέγεθος.
create-price_place = Η τιμή εξαρτάται από την τοποθεσία.
create-location = Τοποθεσία
create-location_search = Αναζήτηση τοποθεσιών
create-locations_loading = Φόρτωση τοποθεσιών
create-locations_failed = Οι τοποθεσίες δεν φορτώθηκαν.
create-locations_none = Αυτό το backend δεν εμφανίζει τοποθεσίες. Επιλέγει ο πάροχος.
create-location_gone = Το backend δεν εμφανίζει την τοποθεσία { $id }.
create-location_missing = Επιλέξτε τοποθεσία.
create-key = Κλειδί
create-key_title = Κλειδί SSH
create-key_missing = Επιλέξτε ένα κλειδί ή προσθέστε ένα.
create-networks = Δίκτυα
create-networks_help = Χωρίς επιλογή, αποφασίζει ο πάροχος.
create-networks_loading = Φόρτωση δικτύων
create-networks_failed = Τα δίκτυα δεν φορτώθηκαν.
create-options = Πρώτη εκκίνηση
create-script = Script
create-script_help = Προαιρετικό. Εκτελείται στο μηχάνημα μόλις ξεκινήσει.
create-script_foreign = Το script έχει χαρακτήρες όπως { $character }. Οι διακομιστές του 2014 δεν τους δέχονται· οι νεότεροι τους δέχονται.
create-monitoring = Παρακολούθηση από την αρχή
create-none_match = Τίποτα δεν ταιριάζει στην αναζήτηση.
create-summary = Σύνοψη
create-names_more = { $names } και { $count } ακόμη
create-price = Τιμή
create-price_total = { $count ->
        [one] για { $count } μηχάνημα
       *[other] για { $count } μηχανήματα
    }
create-price_unknown = Ο πάροχος δεν δίνει τιμή για αυτό το μέγεθος.
create-price_none = Εμφανίζεται μόλις επιλεγεί μέγεθος.
create-missing = Λείπουν ακόμη: { $what }.

## size

size-label = Μέγεθος
size-mb = { $count } MB
size-gb = { $count } GB
size-ram = { $amount } RAM
size-disk = δίσκος { $amount }
size-hour = { $price }/ώρα
size-from = από { $price }
size-month = ≈ { $price }/μήνα
size-no_price = Χωρίς τιμή

## sizes

sizes-title = Μεγέθη
sizes-lead = Τι προσφέρει κάθε cloud, κατά κόστος. Όπου η τιμή εξαρτάται από την εικόνα ή την περιοχή, εμφανίζεται η χαμηλότερη.
sizes-search = Αναζήτηση μεγεθών
sizes-search_hint = Μέγεθος ή backend
sizes-least_memory = Ελάχιστη RAM, σε GB
sizes-most_price = Μέγιστη τιμή ανά μήνα
sizes-not_a_number = Γράψτε έναν αριθμό, όπως 2 ή 0.5.
sizes-name = Μέγεθος
sizes-memory = RAM
sizes-disk = Δίσκος
sizes-price = Τιμή
sizes-choose = Επιλογή
sizes-choose_named = Επιλογή του { $size } στο { $backend }
sizes-count = { $shown } από { $count } μεγέθη
sizes-awaited = { $count ->
        [one] αναμένεται { $count } backend
       *[other] αναμένονται { $count } backend
    }
sizes-loading = Φόρτωση μεγεθών από τα cloud
sizes-failed = Τα μεγέθη του backend { $backend } δεν φορτώθηκαν.
sizes-no_backends = Κανένα backend δεν δημιουργεί μηχανήματα
sizes-no_backends_why = Τα μεγέθη είναι αυτά που πουλούν τα cloud. Οι μεμονωμένοι διακομιστές δεν έχουν, και από τα απενεργοποιημένα backend δεν ζητείται τίποτα.
sizes-none_listed = Τα cloud δεν εμφανίζουν μεγέθη
sizes-none_match = Κανένα μέγεθος δεν ταιριάζει
sizes-clear = Καθαρισμός αναζήτησης

## resize

resize-title = Αλλαγή μεγέθους
resize-title_of = Αλλαγή μεγέθους του { $name }
resize-verb = Αλλαγή μεγέθους
resize-lead = Πολλά cloud επανεκκινούν το μηχάνημα για να του αλλάξουν μέγεθος, και ο δίσκος του δεν επιτρέπεται να μικρύνει.
resize-now = τρέχον
resize-choose_first = Επιλέξτε πρώτα μέγεθος.
resize-has_it = Το μηχάνημα έχει ήδη αυτό το μέγεθος.
resize-loading = Φόρτωση μεγεθών από το cloud
resize-sizes_failed = Τα μεγέθη δεν φορτώθηκαν.
resize-none = Αυτό το cloud δεν εμφανίζει μεγέθη
resize-none_why = Χωρίς μέγεθος για επιλογή, δεν υπάρχει τίποτα να αλλάξει.
resize-done = Το μηχάνημα { $name } αποκτά το μέγεθος { $size }
resize-failed = Το μέγεθος του μηχανήματος { $name } δεν άλλαξε.

## activity

activity-title = Δραστηριότητα
activity-search = Αναζήτηση στη δραστηριότητα
activity-search_hint = Μηχάνημα, κλειδί, backend ή μήνυμα
activity-only_failed = Μόνο αποτυχίες
activity-count = { $total ->
        [one] { $shown } από { $total } αλλαγή
       *[other] { $shown } από { $total } αλλαγές
    }
activity-empty = Δεν έγινε ακόμη καμία αλλαγή.
activity-empty_why = Κάθε αλλαγή που κάνετε εδώ εμφανίζεται με το αποτέλεσμά της, ώσπου να κλείσετε ή να ανανεώσετε τη σελίδα ή να αποσυνδεθείτε.
activity-none_match = Καμία αλλαγή δεν ταιριάζει.
activity-show_all = Όλες οι αλλαγές
activity-running = σε εξέλιξη
activity-done = έγινε
activity-stopped = διακόπηκε
activity-failed = απέτυχε
activity-lost = χάθηκε η απάντηση
activity-given_up = έπαψε η αναμονή
activity-open_form = Άνοιγμα φόρμας
activity-tried = Έγινε νέα προσπάθεια: δείτε τη νεότερη εγγραφή.
activity-twice = Δείτε αν έγινε προτού το ζητήσετε ξανά: αν γίνει δύο φορές, θα προκληθεί ζημιά.
activity-no_function = Αυτός ο διακομιστής δεν έχει τέτοια λειτουργία.
activity-name_taken = Το όνομα το έχει πλέον άλλο κλειδί.
activity-again_done = Έγινε: { $what }.
activity-again_failed = Απέτυχε ξανά: { $what }.
activity-question = { $what };
activity-consequence = Αυτό ζητήθηκε προηγουμένως και απέτυχε. Θα ζητηθεί ξανά όπως ήταν.
activity-start = Εκκίνηση του μηχανήματος { $name }
activity-stop = Διακοπή του μηχανήματος { $name }
activity-reboot = Επανεκκίνηση του μηχανήματος { $name }
activity-destroy = Καταστροφή του μηχανήματος { $name }
activity-resize = Αλλαγή μεγέθους του μηχανήματος { $name } σε { $size }
activity-tag = Προσθήκη της ετικέτας { $tag } στο μηχάνημα { $name }
activity-untag = Αφαίρεση της ετικέτας { $tag } από το μηχάνημα { $name }
activity-create = Δημιουργία του μηχανήματος { $name } στο backend { $title }
activity-run = Εκτέλεση εντολής στο μηχάνημα { $name }
activity-add_backend = Προσθήκη του backend { $title }
activity-rename_backend = Μετονομασία του backend { $title } σε { $new_title }
activity-enable = Ενεργοποίηση του backend { $title }
activity-disable = Απενεργοποίηση του backend { $title }
activity-delete_backend = Διαγραφή του backend { $title }
activity-star = Προσθήκη ή αφαίρεση αστεριού στην εικόνα { $image } του backend { $title }
activity-add_network = Δημιουργία του δικτύου { $name } στο backend { $title }
activity-delete_network = Διαγραφή του δικτύου { $name } του backend { $title }
activity-add_key = Προσθήκη του κλειδιού { $key }
activity-rename_key = Μετονομασία του κλειδιού { $key } σε { $new_key }
activity-default_key = Ορισμός του κλειδιού { $key } ως προεπιλεγμένου
activity-delete_key = Διαγραφή του κλειδιού { $key }
activity-associate = Συσχέτιση του κλειδιού { $key } με το μηχάνημα { $name }
activity-disassociate = Αποσυσχέτιση του κλειδιού { $key } από το μηχάνημα { $name }
activity-other = { $call }

## form

form-optional = προαιρετικό
form-cancel = Ακύρωση
form-retry = Επανάληψη
form-as_of = Η παρακάτω λίστα εμφανίζεται όπως ήταν πριν από { $age }.
form-undo = Αναίρεση
form-dismiss = Απόκρυψη
form-required = Συμπληρώστε αυτό το πεδίο.
form-file_choose = Επιλογή αρχείου
form-file_taken = Συμπληρώθηκε από το αρχείο { $name }.
form-file_kept = Ό,τι δώσατε φυλάσσεται ώσπου να σταλεί ({ $count } χαρακτήρες) και δεν εμφανίζεται ξανά.
form-file_replace = Αντικατάσταση
form-file_large = Αυτό το αρχείο είναι πολύ μεγάλο. Το όριο είναι 256 KB.
form-file_empty = Αυτό το αρχείο είναι κενό.
form-file_bad = Αυτό το αρχείο δεν διαβάζεται ως κείμενο. Ένα αρχείο .p12 ή .pfx πρέπει πρώτα να μετατραπεί σε PEM.

## simulated

simulated-mark = προσομοίωση
simulated-meaning = Προσομοίωση: τίποτα πραγματικό δεν συμβαίνει εκεί.
simulated-form = Εδώ γίνεται προσομοίωση: γράψτε οτιδήποτε, ποτέ όμως πραγματικά διαπιστευτήρια.
simulated-machine = Αυτό το μηχάνημα είναι προσομοίωση.
simulated-making = Εδώ γίνεται προσομοίωση: δεν δημιουργείται τίποτα πραγματικό και δεν χρεώνεται τίποτα.

## rename

rename-title = Μετονομασία: { $name }
rename-submit = Μετονομασία

## sign_in

sign_in-title = Σύνδεση
sign_in-again_title = Νέα σύνδεση
sign_in-again = Η συνεδρία σας έληξε. Συνδεθείτε για να συνεχίσετε· τίποτα απ' όσα γράψατε δεν χάνεται.
sign_in-email = Email
sign_in-password = Κωδικός πρόσβασης
sign_in-server = Διακομιστής
sign_in-server_now = Διακομιστής: { $server }
sign_in-server_help = Αφήστε το κενό για τον διακομιστή από τον οποίο ήρθε αυτή η σελίδα.
sign_in-change_server = Αλλαγή διακομιστή
sign_in-stay = Διατήρηση σύνδεσης σε αυτή τη συσκευή
sign_in-submit = Σύνδεση
sign_in-without = Συνέχεια χωρίς σύνδεση
sign_in-link_help = Σε δικό σας διακομιστή, η εντολή mistd link εμφανίζει έναν σύνδεσμο με τον οποίο συνδέεστε.
sign_in-expired = Η συνεδρία σας δεν γίνεται πλέον δεκτή. Συνδεθείτε ξανά.
sign_in-signed_out = Έχετε αποσυνδεθεί.
sign_in-no_server = Κανένας διακομιστής mist δεν απαντά σε αυτή τη διεύθυνση. Πού βρίσκεται ο δικός σας;
sign_in-link_used = Αυτός ο σύνδεσμος έχει ήδη χρησιμοποιηθεί ή είναι πολύ παλιός. Ζητήστε καινούργιο: πατήστε Enter εκεί όπου εκτελείται ο διακομιστής ή συνδεθείτε εδώ.
sign_in-link_refused_inside = Ο σύνδεσμος έχει ήδη χρησιμοποιηθεί ή είναι πολύ παλιός. Παραμένετε συνδεδεμένοι.
sign_in-link_failed_inside = Η σύνδεση μέσω του συνδέσμου απέτυχε. Παραμένετε συνδεδεμένοι.
sign_in-other_question = Σύνδεση ως { $email };
sign_in-other_consequence = Ένας σύνδεσμος ζητά σύνδεση ως { $email }. Οι εντολές που εκτελούνται τώρα θα διακοπούν και όσα γράψατε θα χαθούν.
sign_in-refused = Ο διακομιστής δεν δέχτηκε αυτό το email και αυτόν τον κωδικό πρόσβασης.
sign_in-failed = Η σύνδεση απέτυχε.
sign_in-bad_server = Αυτό δεν είναι διεύθυνση διακομιστή. Έχει τη μορφή https://mist.example.net.
sign_in-mixed = Αυτή η σελίδα ήρθε μέσω https, και οι περιηγητές δεν αφήνουν μια τέτοια σελίδα να καλεί διακομιστή μέσω http. Δώστε στον διακομιστή διεύθυνση https, ή ανοίξτε αυτή τη σελίδα μέσω http.
sign_in-plain = Αυτή η σελίδα ήρθε μέσω http από άλλον υπολογιστή: όποιος βρίσκεται ενδιάμεσα μπορεί να διαβάσει τον κωδικό πρόσβασής σας και ό,τι κάνετε εδώ. Χρησιμοποιήστε τη σε δίκτυο που εμπιστεύεστε, ή μέσω https.
sign_in-unreachable_title = Ο διακομιστής δεν απαντά
sign_in-unreachable = Καμία απάντηση από τον διακομιστή: { $server }.
sign_in-unusable_title = Ο διακομιστής δεν μπορεί να χρησιμοποιηθεί
sign_in-unusable = Ο διακομιστής απάντησε ({ $server }), αλλά όχι με τη λίστα των backend από την οποία ξεκινούν όλα.

## steps

steps-title = Τρία βήματα ως την πρώτη σας εντολή
steps-key = Προσθήκη κλειδιού
steps-key_why = Το κλειδί SSH με το οποίο σας γνωρίζουν οι διακομιστές σας. Επικολλήστε ένα, επιλέξτε αρχείο ή δημιουργήστε νέο.
steps-backend = Προσθήκη backend
steps-backend_why = Ένας διακομιστής ή λογαριασμός cloud, τα μηχανήματα του οποίου θέλετε να βλέπετε εδώ.
steps-run = Εκτέλεση εντολής
steps-run_why = Ανοίξτε ένα μηχάνημα και δείτε την έξοδό του τη στιγμή που έρχεται.
steps-run_why_not = Δεν υπάρχει ακόμη μηχάνημα. Προσθέστε πρώτα ένα backend.
steps-done = έγινε

## machines

machines-title = Μηχανήματα
machines-search = Αναζήτηση μηχανημάτων
machines-search_hint = Όνομα, διεύθυνση, κατάσταση, backend, μέγεθος ή ετικέτα
machines-count = { $shown } από { $count } μηχανήματα
machines-loading = Φόρτωση μηχανημάτων από τα backend
machines-empty_why = Τα μηχανήματα εμφανίζονται εδώ όταν προσθέσετε τον διακομιστή ή το cloud στο οποίο ανήκουν.
machines-none_match = Κανένα μηχάνημα δεν ταιριάζει στην αναζήτηση.
machines-clear_search = Καθαρισμός αναζήτησης
machines-none_listed = Τα backend σας δεν εμφανίζουν μηχανήματα.
machines-name = Όνομα
machines-state = Κατάσταση
machines-backend = Backend
machines-address = Διεύθυνση
machines-size = Μέγεθος
machines-tags = Ετικέτες
machines-actions = Ενέργειες
machines-actions_for = Ενέργειες για το { $name }
machines-backend_failed = Το backend { $backend } δεν δίνει τη λίστα των μηχανημάτων του.
machines-server_failed = Ο διακομιστής δεν απαντά.
machines-backend_stale = Τα μηχανήματά του παρακάτω εμφανίζονται όπως ήταν πριν από { $age }.
machines-asking = Φόρτωση μηχανημάτων από το backend { $backend }
machines-late = Το backend { $backend } αργεί να απαντήσει. Τα μηχανήματά του παρακάτω εμφανίζονται όπως ήταν πριν από { $age }.
machines-unreadable = { $count ->
        [one] { $count } στοιχείο από τον διακομιστή δεν διαβάζεται και παραλείπεται.
       *[other] { $count } στοιχεία από τον διακομιστή δεν διαβάζονται και παραλείπονται.
    }

## state

state-running = σε λειτουργία
state-rebooting = επανεκκινείται
state-terminated = τερματισμένο
state-pending = σε αναμονή
state-stopped = σταματημένο

## actions

actions-start = Εκκίνηση
actions-stop = Διακοπή
actions-reboot = Επανεκκίνηση
actions-destroy = Καταστροφή
actions-open_shell = Άνοιγμα κελύφους
actions-will_stop = Το μηχάνημα { $name } θα σταματήσει.
actions-will_reboot = Το μηχάνημα { $name } θα επανεκκινηθεί.
actions-one_at_a_time = Για το μηχάνημα { $name } εκκρεμεί ήδη μια ενέργεια. Αναιρέστε πρώτα εκείνη.
actions-taken_back = Το μηχάνημα { $name } μένει όπως ήταν.
actions-started = Το μηχάνημα { $name } ξεκινά.
actions-stopped = Το μηχάνημα { $name } σταματά.
actions-rebooted = Το μηχάνημα { $name } επανεκκινείται.
actions-destroyed = Το μηχάνημα { $name } καταστρέφεται.
actions-start_failed = Το μηχάνημα { $name } δεν ξεκίνησε.
actions-stop_failed = Το μηχάνημα { $name } δεν σταμάτησε.
actions-reboot_failed = Το μηχάνημα { $name } δεν επανεκκινήθηκε.
actions-destroy_failed = Το μηχάνημα { $name } δεν καταστράφηκε.
actions-destroy_question = Καταστροφή του { $name };
actions-destroy_consequence = Το μηχάνημα { $name } στο backend { $backend } και όλα όσα έχουν οι δίσκοι του θα χαθούν οριστικά.
actions-is_gone = Αυτό το μηχάνημα χάθηκε οριστικά.
actions-is_running = Αυτό το μηχάνημα είναι ήδη σε λειτουργία.
actions-is_stopped = Αυτό το μηχάνημα είναι ήδη σταματημένο.
actions-is_off = Αυτό το μηχάνημα δεν είναι σε λειτουργία.
actions-is_moving = Περιμένετε να ολοκληρώσει το μηχάνημα αυτό που κάνει.
actions-no_start = Αυτός ο πάροχος δεν μπορεί να εκκινήσει μηχανήματα.
actions-no_stop = Αυτός ο πάροχος δεν μπορεί να σταματήσει μηχανήματα.
actions-no_reboot = Αυτός ο πάροχος δεν μπορεί να επανεκκινήσει μηχανήματα.
actions-no_destroy = Αυτός ο πάροχος δεν μπορεί να καταστρέψει μηχανήματα.
actions-resize = Αλλαγή μεγέθους
actions-no_resize = Αυτός ο διακομιστής δεν μπορεί να αλλάξει το μέγεθος μηχανημάτων. Ίσως είναι παλαιότερος.

## machine

machine-tabs = Μηχάνημα
machine-overview = Επισκόπηση
machine-shell = Κέλυφος
machine-keys = Κλειδιά
machine-tags_tab = Ετικέτες
machine-loading = Φόρτωση αυτού του μηχανήματος
machine-unknown = Το backend του δεν δίνει τώρα τη λίστα των μηχανημάτων του.
machine-gone = Αυτό το μηχάνημα δεν υπάρχει στη λίστα του backend του.
machine-gone_why = Ίσως καταστράφηκε ή το backend του είναι απενεργοποιημένο.
machine-facts = Στοιχεία
machine-public = Δημόσιες IP
machine-private = Ιδιωτικές IP
machine-image = Εικόνα
machine-size = Μέγεθος
machine-backend = Backend
machine-provider = Πάροχος
machine-id = ID
machine-tags = Ετικέτες
machine-dns = Όνομα DNS
machine-none = κανένα στοιχείο
machine-metadata = Μεταδεδομένα
machine-metadata_search = Αναζήτηση μεταδεδομένων
machine-metadata_hint = Όνομα ή τιμή
machine-metadata_count = { $count ->
        [one] { $shown } από { $count } εγγραφή
       *[other] { $shown } από { $count } εγγραφές
    }
machine-metadata_none = Ο διακομιστής δεν λέει τίποτε άλλο για αυτό το μηχάνημα.
machine-metadata_no_match = Καμία εγγραφή δεν ταιριάζει στην αναζήτηση.
machine-metadata_all = Προβολή και των { $count } εγγραφών
machine-copy = Αντιγραφή: { $name }
machine-copied = Αντιγράφηκε: { $name }.
machine-copy_failed = Ο browser δεν επιτρέπει την αντιγραφή σε αυτή τη σελίδα. Επιλέξτε το κείμενο και αντιγράψτε το.
machine-raw = Αρχικό JSON
machine-raw_loading = Φόρτωση του μηχανήματος όπως το στέλνει ο διακομιστής
machine-raw_failed = Το αρχικό JSON του μηχανήματος { $name } δεν φορτώθηκε.
machine-raw_copy = Αντιγραφή
machine-raw_download = Λήψη
machine-raw_again = Νέα φόρτωση
machine-back = Πίσω στη λίστα
machine-beside = Όλα τα μηχανήματα
machine-beside_search = Φίλτρο μηχανημάτων

## probe

probe-title = Υγεία
probe-probe = Έλεγχος
probe-asking = Έλεγχος του { $name }. Διαρκεί έως μισό λεπτό.
probe-age = πριν από { $age }
probe-never = Δεν ελέγχθηκε ακόμη.
probe-up = Προσβάσιμο
probe-no_ssh = Προσβάσιμο, αλλά το SSH δεν λειτούργησε
probe-silent = Μη προσβάσιμο
probe-silent_why = Τίποτα δεν απάντησε στη διεύθυνση { $host }.
probe-associate = Συσχέτιση κλειδιού
probe-failed = Το μηχάνημα { $name } δεν ελέγχθηκε.
probe-uptime = Σε λειτουργία επί
probe-load = Φόρτος
probe-cores = Πυρήνες
probe-users = Χρήστες
probe-round_trip = Χρόνος απόκρισης
probe-loss = Απώλεια πακέτων
probe-unknown = άγνωστο
probe-over = { $minutes } λεπ.
probe-ms = { $ms } ms
probe-range = { $min }–{ $max } ms
probe-percent = { $percent }%
probe-answered = απαντήθηκαν { $received } από { $sent }
probe-load_idle = αδράνεια
probe-load_light = χαμηλός
probe-load_moderate = μέτριος
probe-load_busy = υψηλός
probe-load_overloaded = υπερφόρτωση
probe-load_word = { $average } { $word }

## tags

tags-list = Ετικέτες
tags-none = Αυτό το μηχάνημα δεν έχει ακόμη ετικέτες.
tags-new = Νέα ετικέτα
tags-new_help = Μια λέξη ή φράση, όπως web ή prod.
tags-add = Προσθήκη ετικέτας
tags-remove = Αφαίρεση της ετικέτας { $tag }
tags-blank = Γράψτε πρώτα μια ετικέτα.
tags-duplicate = Το μηχάνημα { $name } έχει ήδη αυτή την ετικέτα.
tags-added = Η ετικέτα { $tag } προστέθηκε στο μηχάνημα { $name }.
tags-removed = Η ετικέτα { $tag } αφαιρέθηκε από το μηχάνημα { $name }.
tags-add_failed = Η ετικέτα { $tag } δεν προστέθηκε στο μηχάνημα { $name }.
tags-remove_failed = Η ετικέτα { $tag } δεν αφαιρέθηκε από το μηχάνημα { $name }.
tags-not_a_tag = Η ετικέτα { $tag } δεν μπορεί να αφαιρεθεί: ο πάροχος την εμφανίζει ανάμεσα στις ετικέτες για να δείξει πού βρίσκεται το μηχάνημα, π.χ. τη ζώνη ή το datacenter του.
tags-unsupported = Αυτός ο πάροχος δεν κρατά ετικέτες.

## machine_keys

machine_keys-title = Κλειδιά του μηχανήματος { $name }
machine_keys-associate = Συσχέτιση κλειδιού
machine_keys-needs_none = Αυτός ο υπολογιστής δεν χρειάζεται κλειδί.
machine_keys-needs_none_why = Τις εντολές σε αυτόν τις εκτελεί ο ίδιος ο διακομιστής, χωρίς SSH.
machine_keys-none = Κανένα κλειδί δεν έχει συσχετιστεί ακόμη με το μηχάνημα { $name }.
machine_keys-none_why = Συσχετίστε ένα κλειδί και οι εντολές και οι έλεγχοι θα συνδέονται με αυτό μέσω SSH. Ως τότε ο διακομιστής δοκιμάζει το προεπιλεγμένο κλειδί.
machine_keys-no_keys_why = Με ένα κλειδί ο διακομιστής συνδέεται στο μηχάνημα { $name } μέσω SSH.
machine_keys-column_key = Κλειδί
machine_keys-column_user = Χρήστης
machine_keys-column_port = Θύρα
machine_keys-column_used = Τελευταία χρήση
machine_keys-used = πριν από { $age }
machine_keys-user = Χρήστης
machine_keys-user_help = Κενό: τον βρίσκει ο διακομιστής.
machine_keys-port = Θύρα
machine_keys-key = Κλειδί
machine_keys-choose = Επιλέξτε κλειδί
machine_keys-busy = Σύνδεση με { $host }. Μπορεί να διαρκέσει μισό λεπτό.
machine_keys-associated = Το κλειδί { $key } ανοίγει πλέον το μηχάνημα { $name }.
machine_keys-associate_failed = Το κλειδί { $key } δεν συσχετίστηκε με το μηχάνημα { $name }.
machine_keys-refused_advice = Δώστε τον χρήστη και τη θύρα όπου ακούει εκεί το SSH και δοκιμάστε ξανά.
machine_keys-unreachable_advice = Ελέγξτε ότι το μηχάνημα είναι σε λειτουργία και σε ποια θύρα ακούει εκεί το SSH.
machine_keys-disassociate = Αποσυσχέτιση
machine_keys-disassociate_key = Αποσυσχέτιση του κλειδιού { $key }
machine_keys-disassociate_question = Αποσυσχέτιση του κλειδιού { $key } από το μηχάνημα { $name };
machine_keys-disassociate_removes = Το δημόσιο κλειδί του { $key } αφαιρείται από το authorized_keys στο μηχάνημα { $name } και δεν δίνει πλέον πρόσβαση σε κανέναν.
machine_keys-disassociate_forgets = Ο διακομιστής ξεχνά ότι το κλειδί { $key } ανοίγει το μηχάνημα { $name }. Το μηχάνημα δεν έχει τώρα διεύθυνση, οπότε το δημόσιο κλειδί μένει στο authorized_keys του.
machine_keys-disassociate_last = Είναι το τελευταίο κλειδί του μηχανήματος { $name }: χωρίς αυτό το μηχάνημα δεν θα είναι πλέον προσβάσιμο από εδώ.
machine_keys-disassociated = Το κλειδί { $key } δεν ανοίγει πλέον το μηχάνημα { $name }.
machine_keys-disassociate_failed = Το κλειδί { $key } παραμένει συσχετισμένο με το μηχάνημα { $name }.

## host_key

host_key-changed = Το κλειδί host του { $host } άλλαξε.
host_key-old = Γνωστό ως τώρα
host_key-new = Εμφανίζεται τώρα
host_key-meaning = Ύστερα από νέα εγκατάσταση του μηχανήματος, αυτό είναι αναμενόμενο. Αν δεν άλλαξε τίποτα εκεί, ίσως κάποιος παρεμβάλλεται μεταξύ του διακομιστή και του μηχανήματος και υποκλέπτει την επικοινωνία.
host_key-check = Για έλεγχο, εκτελέστε το εξής στην κονσόλα του ίδιου του μηχανήματος, όχι μέσω SSH, και συγκρίνετε:
host_key-accept = Αποδοχή του νέου κλειδιού host
host_key-accept_verb = Αποδοχή
host_key-consequence = Από εδώ και πέρα ο host { $host } θα θεωρείται αξιόπιστος όταν εμφανίζει { $shown }. Αποδεχτείτε το μόνο αν η κονσόλα του ίδιου του μηχανήματος εμφανίζει το ίδιο.
host_key-consequence_run = Έπειτα θα εκτελεστεί η εντολή που δεν έγινε δεκτή.
host_key-accepted = Το νέο κλειδί host του { $host } έγινε δεκτό.
host_key-accept_failed = Το νέο κλειδί host του { $host } δεν έγινε δεκτό.
host_key-no_key = Δεν υπάρχει κλειδί για τη σύνδεση.

## shell

shell-command = Εντολή
shell-run = Εκτέλεση
shell-stop = Διακοπή
shell-output = Έξοδος
shell-copy = Αντιγραφή
shell-copied = Η έξοδος αντιγράφηκε.
shell-copy_failed = Ο browser δεν επιτρέπει την αντιγραφή σε αυτή τη σελίδα. Επιλέξτε το κείμενο και αντιγράψτε το ή κατεβάστε το.
shell-download = Λήψη
shell-clear = Καθαρισμός
shell-follow = Παρακολούθηση εξόδου
shell-idle = έτοιμο
shell-running = εκτελείται
shell-finished = ολοκληρώθηκε
shell-finished_in = ολοκληρώθηκε σε { $time }
shell-exit = κωδικός εξόδου { $exit }
shell-stopped = διακόπηκε
shell-lost = χάθηκε η σύνδεση
shell-refused = απέτυχε
shell-note_stopped = { "[" }διακόπηκε]
shell-note_lost = { "[" }η σύνδεση χάθηκε προτού τελειώσει η εντολή]
shell-note_exit = { "[" }κωδικός εξόδου { $exit }]
shell-empty = Η έξοδος εμφανίζεται εδώ τη στιγμή που έρχεται.
shell-lost_what = Η σύνδεση χάθηκε προτού τελειώσει η εντολή.
shell-lost_advice = Ο διακομιστής ή το μηχάνημα σταμάτησε να αποκρίνεται. Όσα είχαν φτάσει διατηρούνται· ελέγξτε ότι και τα δύο λειτουργούν και εκτελέστε ξανά την εντολή.
shell-refused_what = Η εντολή δεν εκτελέστηκε.
shell-no_host = Αυτό το μηχάνημα δεν έχει διεύθυνση για σύνδεση.
shell-not_running = Αυτό το μηχάνημα δεν είναι σε λειτουργία.
shell-blank = Γράψτε πρώτα μια εντολή.
shell-lines_dropped = Η παλαιότερη έξοδος δεν διατηρείται πλέον.
shell-history_hint = Βέλη πάνω και κάτω: προηγούμενες εντολές. Control+C: διακοπή.
shell-keys = Πλήκτρα για τη γραμμή εντολών
shell-key_earlier = Προηγούμενη εντολή
shell-key_later = Επόμενη εντολή
shell-key_pipe = Κάθετη γραμμή |
shell-key_slash = Κάθετος /
shell-key_hyphen = Παύλα -
shell-key_tilde = Περισπωμένη ~
shell-key_dollar = Δολάριο $
shell-key_double_quote = Διπλά εισαγωγικά "
shell-key_quote = Απόστροφος '
shell-key_star = Αστερίσκος *
shell-paste = Επικόλληση
shell-paste_refused = Ο browser δεν επιτρέπει σε αυτή τη σελίδα να διαβάσει το πρόχειρο. Πατήστε παρατεταμένα τη γραμμή εντολών και επιλέξτε εκεί «Επικόλληση».
shell-paste_not_secure = Οι browsers επιτρέπουν σε μια σελίδα να διαβάσει το πρόχειρο μόνο μέσω HTTPS. Πατήστε παρατεταμένα τη γραμμή εντολών και επιλέξτε εκεί «Επικόλληση».

## backends

backends-title = Backend
backends-loading = Φόρτωση των backend
backends-empty = Δεν υπάρχουν ακόμη backend.
backends-empty_why = Backend είναι ένας λογαριασμός cloud, ένας Docker host ή ένας μεμονωμένος διακομιστής.
backends-add = Προσθήκη backend
backends-column_title = Τίτλος
backends-column_provider = Πάροχος
backends-column_state = Κατάσταση
backends-column_machines = Μηχανήματα
backends-column_enabled = Ενεργό
backends-enabled = Ενεργό
backends-state_on = απαντά
backends-state_off = ανενεργό
backends-state_failed = σφάλμα
backends-state_asking = αναμένεται
backends-failed = Η λίστα των backend δεν φορτώθηκε.
backends-toggle_failed = Η κατάσταση του backend { $title } δεν άλλαξε.
backends-enable = Ενεργοποίηση
backends-disable = Απενεργοποίηση
backends-switched_on = Το backend { $title } ενεργοποιήθηκε.
backends-switched_off = Το backend { $title } απενεργοποιήθηκε.
backends-actions_for = Ενέργειες για το { $title }
backends-rename = Μετονομασία
backends-renamed = Το backend λέγεται πλέον { $title }.
backends-rename_failed = Το backend δεν μετονομάστηκε.
backends-title_empty = Δώστε έναν τίτλο στο backend.
backends-title_long = Αυτός ο τίτλος είναι πολύ μεγάλος. Μπορεί να έχει έως { $most } χαρακτήρες.
backends-title_twin = Και άλλο backend λέγεται { $title }. Επιτρέπεται, αλλά θα μοιάζουν ίδια.
backends-delete = Διαγραφή
backends-delete_question = Διαγραφή του { $title };
backends-delete_machines = { $count ->
        [one] { $count } μηχάνημά του φεύγει από τη λίστα και συνεχίζει να λειτουργεί.
       *[other] { $count } μηχανήματά του φεύγουν από τη λίστα και συνεχίζουν να λειτουργούν.
    }
backends-delete_none = Δεν εμφανίζει μηχανήματα.
backends-delete_unknown = Τα μηχανήματά του φεύγουν από τη λίστα και συνεχίζουν να λειτουργούν.
backends-delete_keys = Τα κλειδιά μένουν συσχετισμένα με τα μηχανήματά του: όταν προστεθεί ξανά το backend, όλα θα είναι όπως πριν.
backends-deleted = Το backend { $title } διαγράφηκε.
backends-delete_failed = Το backend { $title } δεν διαγράφηκε.

## backend

backend-title = Backend
backend-provider = Πάροχος
backend-region = Περιοχή
backend-state = Κατάσταση
backend-pace = Νέο ερώτημα
backend-every = { $pace } μετά από κάθε απάντηση
backend-id = ID
backend-answering = Απαντά.
backend-asking = Αναμένεται η πρώτη του απάντηση.
backend-failing = Δεν δίνει τη λίστα των μηχανημάτων του· ο λόγος αναφέρεται παραπάνω.
backend-off = Είναι απενεργοποιημένο και δεν του ζητείται τίποτα.
backend-count = { $count ->
        [one] { $count } μηχάνημα
       *[other] { $count } μηχανήματα
    }
backend-machines_loading = Φόρτωση των μηχανημάτων του
backend-machines_off = Τα μηχανήματα θα εμφανιστούν εδώ όταν ενεργοποιηθεί το backend.
backend-machines_failed = Δεν έχει έρθει ακόμη λίστα.
backend-machines_none = Αυτό το backend δεν εμφανίζει μηχανήματα.
backend-gone_title = Δεν υπάρχει τέτοιο backend
backend-gone = Αυτό το backend δεν υπάρχει στον διακομιστή.
backend-gone_why = Ίσως διαγράφηκε ή ανήκει σε άλλον λογαριασμό.
backend-to_backends = Όλα τα backend
backend-locations = Τοποθεσίες
backend-single = Είναι μεμονωμένος διακομιστής: δεν έχει εικόνες, μεγέθη, τοποθεσίες ή δίκτυα για τη δημιουργία μηχανημάτων.
backend-name = Όνομα
backend-memory = RAM
backend-disk = Δίσκος
backend-price_hour = Ανά ώρα
backend-price_month = Ανά μήνα
backend-country = Χώρα
backend-price_varies = Οι τιμές εξαρτώνται από το σύστημα ή την τοποθεσία: εμφανίζεται η χαμηλότερη.
backend-create_of_size = Δημιουργία μηχανήματος με μέγεθος { $name }
backend-create_in = Δημιουργία μηχανήματος στην τοποθεσία «{ $name }»
backend-sizes_count = { $count ->
        [one] { $count } μέγεθος
       *[other] { $count } μεγέθη
    }
backend-sizes_none = Αυτό το backend δεν εμφανίζει μεγέθη.
backend-sizes_loading = Φόρτωση μεγεθών
backend-sizes_failed = Τα μεγέθη δεν φορτώθηκαν.
backend-locations_none = Αυτό το backend δεν εμφανίζει τοποθεσίες.
backend-locations_loading = Φόρτωση τοποθεσιών
backend-locations_failed = Οι τοποθεσίες δεν φορτώθηκαν.
backend-default_location = Προεπιλογή
backend-default_why = Είτε αυτό το cloud έχει μόνο μία τοποθεσία, είτε δεν έδωσε τις τοποθεσίες του όταν ρώτησε ο διακομιστής. Μηχανήματα μπορούν παρ' όλα αυτά να δημιουργηθούν εκεί.

## networks

networks-title = Δίκτυα
networks-loading = Φόρτωση δικτύων
networks-failed = Τα δίκτυα δεν φορτώθηκαν.
networks-count = { $count ->
        [one] { $count } δίκτυο
       *[other] { $count } δίκτυα
    }
networks-none = Αυτό το backend δεν εμφανίζει δίκτυα.
networks-none_yet = Τα δίκτυα που δημιουργείτε εδώ μπορούν να επιλεγούν κατά τη δημιουργία μηχανήματος.
networks-none_why = Εκτός από το OpenStack, λίγα cloud επιτρέπουν την προβολή ή τη δημιουργία δικτύων απέξω.
networks-lacking = Αυτός ο διακομιστής δεν υποστηρίζει δίκτυα.
networks-lacking_why = Είναι πολύ παλιός για αυτό: ό,τι συνδέει τα μηχανήματα φαίνεται και αλλάζει στο ίδιο το cloud.
networks-create = Δημιουργία δικτύου
networks-created = Το δίκτυο { $name } δημιουργήθηκε.
networks-create_failed = Το δίκτυο { $name } δεν δημιουργήθηκε.
networks-cannot_create = Αυτό το cloud δεν δημιουργεί δίκτυα μέσω αυτού του διακομιστή. Όσα γράψατε μένουν εδώ.
networks-name = Όνομα
networks-name_empty = Δώστε ένα όνομα στο δίκτυο.
networks-with_subnet = Με υποδίκτυο
networks-subnet_name = Όνομα υποδικτύου
networks-cidr = CIDR
networks-cidr_help = Το εύρος των διευθύνσεων, όπως 10.0.0.0/24
networks-gateway = Πύλη
networks-gateway_help = Αν μείνει κενό, το cloud παίρνει μία από το εύρος
networks-dhcp = DHCP
networks-dhcp_choice = DHCP: τα μηχανήματα παίρνουν αυτόματα διευθύνσεις
networks-pools = Εύρη εκχώρησης
networks-pools_choice = Εύρη εκχώρησης
networks-pools_help = Οι διευθύνσεις προς εκχώρηση, ένα εύρος σε κάθε γραμμή: 10.0.0.10-10.0.0.99. Αν μείνει κενό, όλες.
networks-dns = DNS
networks-on = ενεργό
networks-off = ανενεργό
networks-no_gateway = καμία
networks-no_subnets = Κανένα υποδίκτυο.
networks-delete = Διαγραφή
networks-delete_named = Διαγραφή του δικτύου { $name }
networks-delete_question = Διαγραφή του δικτύου { $name };
networks-delete_bare = Δεν έχει υποδίκτυα. Αν υπάρχουν μηχανήματα στο δίκτυο, δεν διαγράφεται.
networks-delete_ranges = Μαζί του διαγράφονται και τα υποδίκτυά του: { $ranges }. Αν υπάρχουν μηχανήματα στο δίκτυο, δεν διαγράφεται.
networks-deleted = Το δίκτυο { $name } διαγράφηκε.
networks-delete_failed = Το δίκτυο { $name } δεν διαγράφηκε.

## add_backend

add_backend-title = Προσθήκη backend
add_backend-provider = Πάροχος
add_backend-providers_loading = Φόρτωση των διαθέσιμων παρόχων
add_backend-providers_failed = Η λίστα των παρόχων δεν φορτώθηκε. Μπορείτε όμως να προσθέσετε μεμονωμένο διακομιστή.
add_backend-missing = Αυτός ο διακομιστής δεν προσφέρει τον πάροχο { $provider }. Επιλέξτε άλλον πάροχο.
add_backend-region = Περιοχή
add_backend-name = Τίτλος
add_backend-name_help = Πώς θα λέγεται εδώ. Χωρίς τίτλο παίρνει το όνομα του host, όπως κάνουν αρχικά πάντα οι διακομιστές του 2014: εκεί μετονομάζεται αμέσως μετά την προσθήκη.
add_backend-name_default = Πώς θα λέγεται εδώ. Χωρίς τίτλο λέγεται { $title }.
add_backend-account = Διαπιστευτήρια
add_backend-account_typed = Πληκτρολόγηση εδώ
add_backend-account_saved = Χρήση των αποθηκευμένων διαπιστευτηρίων του { $title }
add_backend-advanced = Για προχωρημένους
add_backend-url_help = Πού βρίσκεται η υπηρεσία ταυτότητας, όπως https://cloud.example.net:5000/v2.0.
add_backend-file_help = Επικολλήστε το κείμενό του, επιλέξτε το αρχείο ή σύρετέ το εδώ. Μόλις φύγετε από αυτή την οθόνη, δεν εμφανίζεται ξανά.
add_backend-host_help = Όνομα host ή διεύθυνση, όπως db1.example.net ή 192.0.2.7.
add_backend-key_none = Επιλέξτε κλειδί
add_backend-add_key = Προσθήκη κλειδιού
add_backend-submit = Προσθήκη backend
add_backend-busy = Σύνδεση με { $name }. Μπορεί να διαρκέσει μισό λεπτό.
add_backend-failed = Το backend δεν προστέθηκε.
add_backend-failed_meanwhile = Το backend { $name } δεν προστέθηκε. Ο λόγος αναφέρεται στη σελίδα «Προσθήκη backend»· όσα γράψατε είναι ακόμη εκεί.
add_backend-added = Το backend { $title } προστέθηκε.
add_backend-refused_key = Το μηχάνημα δεν επιτρέπει τη σύνδεση αυτού του χρήστη με αυτό το κλειδί. Ελέγξτε τον χρήστη και ότι το δημόσιο μέρος του κλειδιού βρίσκεται στο authorized_keys του.
add_backend-unreachable = Ελέγξτε το όνομα host και τη θύρα, και ότι εκεί εκτελείται SSH.
add_backend-refused_credentials = Ο πάροχος δεν δέχεται αυτά τα διαπιστευτήρια. Ελέγξτε τα, και ότι ισχύουν ακόμη.
add_backend-cloud_unreachable = Ο πάροχος δεν απάντησε στον διακομιστή. Ελέγξτε όσα συμπληρώσατε ή δοκιμάστε ξανά σε λίγο.
add_backend-account_duplicate = Αυτός ο λογαριασμός υπάρχει ήδη, ίσως με άλλον τίτλο.
add_backend-duplicate = Αυτός ο διακομιστής υπάρχει ήδη, ίσως με άλλον τίτλο.
add_backend-show_existing = Προβολή του { $title }
add_backend-key_gone = Ο διακομιστής δεν έχει πια αυτό το κλειδί. Επιλέξτε άλλο ή προσθέστε το ξανά.
add_backend-host_key_changed = Ο host { $host } εμφανίζει διαφορετικό κλειδί host από πριν.
add_backend-host_key_advice = Αν ο διακομιστής εγκαταστάθηκε εκ νέου, αυτό είναι αναμενόμενο. Αν όχι, ίσως απαντά στη θέση του άλλο μηχάνημα: προτού το αποδεχτείτε, συγκρίνετε το αποτύπωμα στον ίδιο τον διακομιστή με ssh-keygen -lf.
add_backend-host_key_known = Γνωστό ως τώρα
add_backend-host_key_shown = Εμφανίζεται τώρα
add_backend-host_key_accept = Αποδοχή του νέου κλειδιού host
add_backend-cancelled = Η σελίδα δεν περιμένει πλέον. Αν ο διακομιστής καταφέρει τελικά να συνδεθεί, το backend θα εμφανιστεί στη σελίδα «Backend».
add_backend-no_key = Επιλέξτε το κλειδί με το οποίο σας γνωρίζει ο διακομιστής.
add_backend-cancel = Ακύρωση

## provider_help

provider_help-bare_metal = Ένας διακομιστής με πρόσβαση μέσω SSH.
provider_help-local = Ο υπολογιστής στον οποίο εκτελείται ο διακομιστής mist. Δεν χρειάζεται να συμπληρώσετε τίποτα.
provider_help-ec2 = Ένα access key του λογαριασμού σας: το ID του είναι το API key και το secret access key του είναι το API secret.
provider_help-rackspace = Το όνομα χρήστη σας και το API key από τις ρυθμίσεις του λογαριασμού σας.
provider_help-softlayer = Το όνομα χρήστη και το API key ενός χρήστη που μπορεί να δει τα μηχανήματά σας.
provider_help-digitalocean = Ως API key, ένα personal access token. Μόνο οι διακομιστές του 2014 χρειάζονται client id.
provider_help-linode = Ένα API key από το προφίλ σας. Το όνομα χρήστη ξεχωρίζει τους λογαριασμούς.
provider_help-gce = Ένας λογαριασμός υπηρεσίας του project σας: η διεύθυνσή του και το ιδιωτικό κλειδί του.
provider_help-openstack = Ο χρήστης, ο κωδικός πρόσβασης και το tenant με τα οποία συνδέεστε στο cloud σας.
provider_help-azure = Ένα πιστοποιητικό διαχείρισης της συνδρομής σας, μαζί με το ιδιωτικό κλειδί του, σε μορφή PEM.
provider_help-docker = Ένας Docker host που ακούει σε μια θύρα. Χρήστης και κωδικός πρόσβασης μόνο όπου ζητούνται.
provider_help-vcloud = Ο χρήστης, ο κωδικός πρόσβασης και ο οργανισμός με τα οποία συνδέεστε.
provider_help-libvirt = Ένας host με KVM και πρόσβαση μέσω SSH.
provider_help-generic = Αυτή η σελίδα δεν γνωρίζει αυτόν τον πάροχο. Οι περισσότεροι ζητούν ένα key και ένα secret.

## provider_field

provider_field-api_key = API Key
provider_field-api_secret = API Secret
provider_field-auth_url = Auth URL
provider_field-basic_password = Κωδικός πρόσβασης BasicAuth
provider_field-basic_user = Χρήστης BasicAuth
provider_field-certificate = Αρχείο πιστοποιητικού
provider_field-client_id = Client ID
provider_field-compute_endpoint = Compute Endpoint
provider_field-email = Διεύθυνση email
provider_field-host = Host
provider_field-hostname = Όνομα host
provider_field-organization = Οργανισμός
provider_field-password = Κωδικός πρόσβασης
provider_field-port = Θύρα
provider_field-private_key = Ιδιωτικό κλειδί
provider_field-project_id = Project ID
provider_field-region = Περιοχή
provider_field-ssh_key = Κλειδί SSH
provider_field-subscription_id = Subscription ID
provider_field-tenant = Όνομα tenant
provider_field-user = Χρήστης
provider_field-username = Όνομα χρήστη

## keys

keys-title = Κλειδιά
keys-loading = Φόρτωση κλειδιών
keys-empty = Δεν υπάρχουν ακόμη κλειδιά.
keys-empty_why = Με ένα κλειδί ο διακομιστής συνδέεται στα μηχανήματά σας μέσω SSH.
keys-add = Προσθήκη κλειδιού
keys-name = Όνομα
keys-column_default = Προεπιλογή
keys-column_kind = Τύπος
keys-column_fingerprint = Αποτύπωμα
keys-column_machines = Μηχανήματα
keys-default = προεπιλογή
keys-failed = Η λίστα των κλειδιών δεν φορτώθηκε.
keys-actions_for = Ενέργειες για το { $name }
keys-is_default = Το κλειδί { $name } είναι ήδη το προεπιλεγμένο.
keys-make_default = Ορισμός ως προεπιλογής
keys-copy_public = Αντιγραφή δημόσιου κλειδιού
keys-copied_public = Το δημόσιο κλειδί του { $name } αντιγράφηκε.
keys-copy_refused = Ο browser δεν επιτρέπει την αντιγραφή σε αυτή τη σελίδα. Το δημόσιο κλειδί του { $name } αποθηκεύτηκε αντ' αυτού σε αρχείο.
keys-copy_failed = Το δημόσιο κλειδί του { $name } δεν αντιγράφηκε.
keys-delete = Διαγραφή
keys-delete_question = Διαγραφή του { $name };
keys-delete_unused = Ο διακομιστής ξεχνά αυτό το κλειδί. Κανένα μηχάνημα δεν το χρησιμοποιεί.
keys-delete_used = Ο διακομιστής ξεχνά αυτό το κλειδί και δεν μπορεί πλέον να συνδεθεί με αυτό στα εξής: { $machines }.
keys-and_more = { $names } και { $count } ακόμη
keys-ghost = { $id } (δεν εμφανίζεται πλέον)
keys-delete_last = Είναι το μοναδικό κλειδί.
keys-delete_heir = Προεπιλεγμένο γίνεται το κλειδί { $heir }.
keys-delete_default = Είναι το προεπιλεγμένο κλειδί· ο διακομιστής ορίζει άλλο στη θέση του.
keys-deleted_default = Το κλειδί { $name } διαγράφηκε. Προεπιλεγμένο είναι τώρα το { $heir }.
keys-deleted = Το κλειδί { $name } διαγράφηκε.
keys-made_default = Το κλειδί { $name } είναι πλέον το προεπιλεγμένο.
keys-change_failed = Το κλειδί { $name } δεν άλλαξε.
keys-delete_failed = Το κλειδί { $name } δεν διαγράφηκε.
keys-added = Το κλειδί { $name } προστέθηκε.
keys-rename = Μετονομασία
keys-renamed = Το κλειδί { $name } λέγεται πλέον { $new_name }.
keys-rename_failed = Το κλειδί { $name } δεν μετονομάστηκε.
keys-name_taken = Άλλο κλειδί λέγεται { $name }. Επιλέξτε άλλο όνομα: ορισμένοι διακομιστές θα κατέστρεφαν εκείνο το κλειδί.
keys-show_private = Εμφάνιση ιδιωτικού κλειδιού
keys-show_question = Εμφάνιση του ιδιωτικού κλειδιού του { $name };
keys-show_consequence = Όποιος το δει, μπορεί να συνδεθεί σε κάθε μηχάνημα που ανοίγει αυτό το κλειδί. Κοιτάξτε γύρω σας προτού συνεχίσετε.
keys-private_title = Ιδιωτικό κλειδί του { $name }
keys-private_loading = Φόρτωση ιδιωτικού κλειδιού
keys-private_failed = Το ιδιωτικό κλειδί του { $name } δεν φορτώθηκε.
keys-private_hint = Φυλάξτε το όπως φυλάτε έναν κωδικό πρόσβασης. Εξαφανίζεται από αυτή τη σελίδα μόλις κλείσετε το παράθυρο διαλόγου.
keys-private_copied = Αντιγράφηκε. Άλλα προγράμματα σε αυτή τη συσκευή μπορούν να διαβάσουν το πρόχειρο.
keys-private_copy_refused = Ο browser δεν επιτρέπει την αντιγραφή σε αυτή τη σελίδα. Επιλέξτε το κείμενο και αντιγράψτε το με το χέρι ή κατεβάστε το.
keys-private_saved = Αποθηκεύτηκε σε αρχείο. Το ssh απαιτεί να μπορείτε να το διαβάσετε μόνο εσείς: chmod 600 FILE.
keys-private_save_refused = Ο browser δεν επιτρέπει την αποθήκευση αρχείων σε αυτή τη σελίδα. Αντιγράψτε το κείμενο.
keys-copy = Αντιγραφή
keys-download = Λήψη
keys-close = Κλείσιμο
keys-public_failed = Το δημόσιο κλειδί δεν φορτώθηκε. { $words }
keys-public_unreadable = Αυτό που έστειλε ο διακομιστής δεν είναι δημόσιο κλειδί που μπορεί να διαβάσει η σελίδα.
keys-uses = Μηχανήματα του κλειδιού { $key }
keys-machines_of = Μηχανήματα που ανοίγει το κλειδί { $key }
keys-unused = Κανένα μηχάνημα δεν χρησιμοποιεί ακόμη αυτό το κλειδί.
keys-gone = δεν υπάρχει πια
keys-as_user = ως { $user }
keys-on_port = θύρα { $port }
keys-used = χρήση πριν από { $age }
keys-remove = Αφαίρεση
keys-remove_from = Αφαίρεση του { $name } από το κλειδί { $key }
keys-disassociate_from = Αποσυσχέτιση του κλειδιού { $key } από το μηχάνημα { $name }
keys-remove_ghosts = Αφαίρεση και των { $count } που δεν υπάρχουν πια
keys-ghosts_question = Αφαίρεση των μηχανημάτων του κλειδιού { $key } που δεν υπάρχουν πια;
keys-ghosts_consequence = Ο διακομιστής ξεχνά ότι αυτό το κλειδί τα άνοιγε. Τίποτα δεν γίνεται σε κανένα μηχάνημα.
keys-ghosts_removed = { $count ->
        [one] { $count } μηχάνημα που δεν υπάρχει πια αφαιρέθηκε από το κλειδί { $key }.
       *[other] { $count } μηχανήματα που δεν υπάρχουν πια αφαιρέθηκαν από το κλειδί { $key }.
    }
keys-associate = Συσχέτιση με μηχάνημα
keys-associate_title = Συσχέτιση του κλειδιού { $key } με μηχάνημα
keys-machine = Μηχάνημα
keys-choose_machine = Επιλέξτε μηχάνημα.
keys-no_machines = Δεν υπάρχουν ακόμη μηχανήματα.
keys-no_match = Κανένα μηχάνημα δεν ταιριάζει.
keys-host = Host
keys-host_help = Πού ακούει το SSH αυτού του μηχανήματος. Συμπληρώνεται από τη διεύθυνσή του.

## add_key

add_key-title = Προσθήκη κλειδιού
add_key-name = Όνομα
add_key-private = Ιδιωτικό κλειδί
add_key-private_help = Επικολλήστε το, σύρετε εδώ το αρχείο του ή αφήστε τον διακομιστή να δημιουργήσει ένα. Στέλνεται στον διακομιστή και δεν εμφανίζεται ποτέ ξανά από μόνο του.
add_key-file = Επιλογή αρχείου
add_key-generate = Δημιουργία
add_key-submit = Προσθήκη κλειδιού
add_key-failed = Το κλειδί δεν προστέθηκε.
add_key-generate_failed = Δεν δημιουργήθηκε κλειδί.
add_key-generated = Συμπληρώθηκε ένα νέο ιδιωτικό κλειδί. Το δημόσιο μέρος του μπορεί να αντιγραφεί μετά την προσθήκη.
add_key-exists = Υπάρχει ήδη κλειδί με αυτό το όνομα. Επιλέξτε άλλο όνομα.
add_key-name_empty = Δώστε ένα όνομα στο κλειδί.
add_key-name_slash = Ένα όνομα με κάθετο (/) δεν θα μπορούσε ποτέ να χρησιμοποιηθεί ξανά: αφαιρέστε την κάθετο.
add_key-name_dots = Αυτό το όνομα δεν θα μπορούσε ποτέ να χρησιμοποιηθεί ξανά: οι διακομιστές το διαβάζουν ως φάκελο.
add_key-name_control = Ένα όνομα δεν μπορεί να περιέχει αλλαγή γραμμής ή άλλους χαρακτήρες ελέγχου.
add_key-name_long = Αυτό το όνομα είναι πολύ μεγάλο.
add_key-key_empty = Επικολλήστε ένα ιδιωτικό κλειδί, επιλέξτε το αρχείο του ή πατήστε «Δημιουργία».
add_key-key_public = Αυτό είναι το δημόσιο μέρος. Το αρχείο του ιδιωτικού κλειδιού έχει το ίδιο όνομα χωρίς .pub και αρχίζει με -----BEGIN.
add_key-key_putty = Αυτό είναι αρχείο PuTTY. Εξαγάγετέ το πρώτα από το PuTTYgen ως κλειδί OpenSSH.
add_key-key_encrypted = Οι παλαιότεροι διακομιστές δεν διαβάζουν κλειδιά που προστατεύονται με φράση πρόσβασης. Φτιάξτε ένα αντίγραφο χωρίς φράση: ssh-keygen -p -f KEY.
add_key-passphrase = Φράση πρόσβασης
add_key-protected = Αυτό το κλειδί προστατεύεται με φράση πρόσβασης.
add_key-passphrase_help = Ανοίγει το κλειδί μία φορά και δεν αποθηκεύεται. Οι διακομιστές του 2014 δεν διαβάζουν προστατευμένα κλειδιά.
add_key-passphrase_empty = Γράψτε τη φράση πρόσβασης που προστατεύει αυτό το κλειδί.
add_key-kind = Τύπος προς δημιουργία
add_key-kind_rsa = RSA (λειτουργεί παντού)
add_key-key_cut = Αυτό το κλειδί είναι κομμένο ή κατεστραμμένο. Αντιγράψτε το ολόκληρο, από το -----BEGIN ως τις παύλες μετά το END.
add_key-key_none = Αυτό δεν είναι ιδιωτικό κλειδί. Ένα τέτοιο αρχίζει με -----BEGIN και τελειώνει με -----END … PRIVATE KEY-----.
add_key-key_openssh = Οι παλαιότεροι διακομιστές διαβάζουν μόνο κλειδιά RSA που αρχίζουν με -----BEGIN RSA PRIVATE KEY-----. Αν αυτό είναι κλειδί RSA, μετατρέψτε ένα αντίγραφό του: ssh-keygen -p -m PEM -f KEY. Αν όχι, πατήστε «Δημιουργία».
add_key-file_bad = Αυτό το αρχείο δεν διαβάζεται ως κλειδί.

## account

account-who = Σύνδεση ως
account-nobody = Αυτός ο διακομιστής δεν ζητά σύνδεση από κανέναν.
account-plan = Πρόγραμμα
account-server = Διακομιστής
account-theme = Θέμα
account-theme_system = Συστήματος
account-theme_light = Φωτεινό
account-theme_dark = Σκούρο
account-language = Γλώσσα
account-language_system = Συστήματος
account-sign_in = Σύνδεση
account-sign_out = Αποσύνδεση
account-details = Λογαριασμός
account-name = Όνομα
account-company = Εταιρεία
account-country = Χώρα
account-number_of_servers = Πλήθος διακομιστών
account-number_of_people = Πλήθος ατόμων
account-plan_started = Άρχισε
account-plan_ends = Λήγει
account-plan_ended = Έληξε
account-plan_expired = έληξε
account-promo_code = Κωδικός προσφοράς
account-machine_limit = Όριο μηχανημάτων
account-untold = Ο διακομιστής δίνει το πρόγραμμα και τα στοιχεία σας μόνο κατά τη σύνδεση. Δεν αποθηκεύονται: συνδεθείτε ξανά για να τα δείτε.
account-servers = Διακομιστές
account-servers_why = Οι διακομιστές που χρησιμοποιήσατε σε αυτόν τον browser. Αν μεταβείτε σε άλλον, δεν φαίνεται εκεί τίποτα από αυτόν, και εδώ παραμένετε συνδεδεμένοι.
account-here_on_device = η σύνδεση διατηρείται σε αυτή τη συσκευή
account-here_in_tab = η σύνδεση διατηρείται ώσπου να κλείσει αυτή η καρτέλα
account-kept_on_device = { $email }: η σύνδεση διατηρείται σε αυτή τη συσκευή
account-kept_in_tab = { $email }: η σύνδεση διατηρείται ώσπου να κλείσει αυτή η καρτέλα
account-kept_nowhere = δεν έχετε συνδεθεί
account-in_use = σε χρήση
account-switch = Εναλλαγή
account-switch_to = Εναλλαγή διακομιστή: { $server }
account-forget = Αφαίρεση
account-forget_server = Αφαίρεση διακομιστή: { $server }
account-forgotten = Ο διακομιστής αφαιρέθηκε από αυτόν τον browser: { $server }.
account-go_to = Μετάβαση: { $server }
account-use_another = Χρήση άλλου διακομιστή
account-leave_question = Εναλλαγή σε άλλον διακομιστή;
account-leave_consequence = { $count ->
        [one] { $count } εντολή εκτελείται σε αυτόν τον διακομιστή και θα διακοπεί.
       *[other] { $count } εντολές εκτελούνται σε αυτόν τον διακομιστή και θα διακοπούν.
    }
account-sign_out_everywhere = Τερματισμός όλων των συνεδριών
account-everywhere_question = Τερματισμός όλων των συνεδριών σε αυτόν τον browser;
account-everywhere_consequence = { $count ->
        [one] Θα αποσυνδεθείτε από { $count } διακομιστή, σε αυτή και σε όλες τις άλλες καρτέλες. Οι εντολές που εκτελούνται θα διακοπούν και όσα γράψατε θα χαθούν.
       *[other] Θα αποσυνδεθείτε από { $count } διακομιστές, σε αυτή και σε όλες τις άλλες καρτέλες. Οι εντολές που εκτελούνται θα διακοπούν και όσα γράψατε θα χαθούν.
    }
account-preferences = Προτιμήσεις
account-made_of = Αυτή η σελίδα βασίζεται στη δουλειά πολλών άλλων, με αυτές τις
account-licences = Άδειες χρήσης
account-density = Πυκνότητα
account-density_comfortable = Άνετη
account-density_compact = Πυκνή

## check

check-host_empty = Συμπληρώστε το όνομα host ή τη διεύθυνση.
check-host_bad = Αυτό δεν είναι όνομα host ή διεύθυνση.
check-port_bad = Η θύρα είναι αριθμός από 1 έως 65535.
check-url_empty = Συμπληρώστε τη διεύθυνση.
check-url_bad = Αυτό δεν είναι διεύθυνση ιστού. Μια τέτοια αρχίζει με http:// ή https:// και δεν έχει κενά.
check-url_user = Μη βάζετε τον χρήστη στη διεύθυνση: έχει δικό του πεδίο.
check-file_empty = Επικολλήστε το κείμενο του αρχείου ή επιλέξτε το αρχείο.
check-user_empty = Συμπληρώστε τον χρήστη για τη σύνδεση.
check-user_bad = Αυτό δεν είναι όνομα χρήστη.
check-cidr_empty = Συμπληρώστε το εύρος των διευθύνσεων.
check-cidr_no_prefix = Ένα εύρος τελειώνει με κάθετο και αριθμό: 10.0.0.0/24.
check-cidr_address = Αυτό που βρίσκεται πριν από την κάθετο δεν είναι διεύθυνση IPv4.
check-cidr_prefix = Ο αριθμός μετά την κάθετο είναι από 1 έως 30.
check-cidr_inside = Αυτή η διεύθυνση βρίσκεται μέσα στο εύρος { $range }. Γράψτε εκείνο.
check-address_bad = Αυτό δεν είναι διεύθυνση IPv4.
check-address_outside = Αυτή δεν είναι διεύθυνση που μπορεί να δώσει το εύρος { $range }.
check-pool_shape = Γραμμή { $line }: γράψτε δύο διευθύνσεις με ενωτικό ανάμεσά τους.
check-pool_address = Γραμμή { $line }: { $why }
check-pool_backwards = Η γραμμή { $line } τελειώνει προτού αρχίσει.
check-pool_overlap = Η γραμμή { $line } έχει διευθύνσεις άλλης γραμμής.
check-pool_gateway = Η γραμμή { $line } περιέχει την πύλη.

## errors

errors-network = Δεν υπάρχει σύνδεση με τον διακομιστή.
errors-lost = Η απάντηση στο αίτημα «{ $what }» χάθηκε: ίσως παρ' όλα αυτά εκτελέστηκε.
errors-lost_of = Η απάντηση στο αίτημα «{ $verb } { $name }» χάθηκε: ίσως παρ' όλα αυτά εκτελέστηκε.
errors-lost_advice = Δείτε αν έγινε προτού δοκιμάσετε ξανά.
errors-network_advice = Ελέγξτε ότι ο διακομιστής λειτουργεί και ότι αυτή η συσκευή έχει πρόσβαση στο δίκτυο. Η σελίδα κρατά ό,τι έχει.
errors-timeout = Ο διακομιστής δεν απάντησε εγκαίρως.
errors-timeout_advice = Ίσως είναι απασχολημένος ή περιμένει ένα cloud που δεν απαντά. Δοκιμάστε ξανά σε λίγο.
errors-unreachable_advice = Ο διακομιστής λειτουργεί, αλλά ό,τι βρίσκεται πίσω του δεν απαντά. Ελέγξτε τη διεύθυνση και δοκιμάστε ξανά.
errors-server_advice = Το σφάλμα προήλθε από τον ίδιο τον διακομιστή. Αν επιμένει, το log του λέει περισσότερα.
errors-undecodable = Η απάντηση του διακομιστή δεν διαβάζεται.
errors-undecodable_empty = Είναι κενή.
errors-undecodable_page = Είναι ιστοσελίδα.
errors-undecodable_json = Δεν είναι JSON από τη γραμμή { $line }, στήλη { $column }, και μετά.
errors-undecodable_stream = Δεν είναι έξοδος κελύφους.
errors-undecodable_picture = Δεν είναι εικόνα.
errors-undecodable_missing = Λείπει το { $path }.
errors-undecodable_mismatch = Το { $path } δεν είναι το αναμενόμενο.
errors-undecodable_advice = Ίσως δεν είναι διακομιστής mist ή απάντησε στη θέση του ένας proxy.
errors-no_reason = Ο διακομιστής δεν έδωσε λόγο, μόνο την κατάσταση { $status }.
errors-unaddressable = Ένα κενό όνομα, μία τελεία ή δύο τελείες δεν μπορούν να σταλούν σε διακομιστή.
errors-no_endpoint_advice = Αυτός ο διακομιστής δεν έχει τέτοια λειτουργία. Ίσως είναι παλαιότερος.
errors-payment_advice = Το πρόγραμμα του λογαριασμού δεν το καλύπτει.

## age

age-seconds = { $count ->
        [one] { $count } δευτερόλεπτο
       *[other] { $count } δευτερόλεπτα
    }
age-minutes = { $count ->
        [one] { $count } λεπτό
       *[other] { $count } λεπτά
    }
age-hours = { $count ->
        [one] { $count } ώρα
       *[other] { $count } ώρες
    }
age-days = { $count ->
        [one] { $count } ημέρα
       *[other] { $count } ημέρες
    }
age-two = { $whole } { $rest }

## age_short

age_short-seconds = { $count } δευτ.
age_short-minutes = { $count } λεπ.
age_short-hours = { $count } ώ.

## elapsed

elapsed-seconds = { $seconds } δευτ.
elapsed-minutes = { $minutes } λεπ. { $seconds } δευτ.
elapsed-hours = { $hours } ώ. { $minutes } λεπ.

## language

language-own_name = Ελληνικά
language-changed = Η σελίδα είναι τώρα στη γλώσσα: { $name }.
language-failed = Οι λέξεις της γλώσσας { $name } δεν ήρθαν. Στο μεταξύ η σελίδα μένει στη γλώσσα: { $present }.
language-failed_advice = Ελέγξτε τη σύνδεση και ξαναδοκιμάστε. Αν δεν βοηθήσει, φορτώστε πάλι τη σελίδα: ίσως ενημερώθηκε στο μεταξύ.

## offline

offline-banner = Χωρίς σύνδεση. Τίποτα δεν μπορεί να αλλάξει μέχρι να απαντήσει ο διακομιστής.
offline-known = Αυτά ήταν γνωστά πριν από { $age }, στις { $moment }.
offline-why_not = Η σελίδα είναι χωρίς σύνδεση: τίποτα δεν μπορεί να αλλάξει μέχρι να απαντήσει ο διακομιστής.
offline-back = Ο διακομιστής απαντά ξανά.
offline-title = Χωρίς σύνδεση
offline-remember = Διατήρηση σε αυτή τη συσκευή
offline-what = Κρατά σε αυτόν τον browser όσα δείχνουν οι λίστες για τα backend και τα μηχανήματα: ονόματα, καταστάσεις, διευθύνσεις, ετικέτες, εικόνες και μεγέθη. Χωρίς σύνδεση η σελίδα ανοίγει με αυτά όπως ήταν, μόνο για ανάγνωση.
offline-how_long = Για 7 ημέρες από την τελευταία απάντηση του διακομιστή. Σβήνονται όταν αποσυνδέεστε, όταν συνδέεται εδώ κάποιος άλλος στον ίδιο διακομιστή και όταν το απενεργοποιείτε.
offline-never = Δεν κρατούνται ποτέ: διαπιστευτήρια cloud, κλειδιά, όσα λένε οι πάροχοι πέρα από τις λίστες, εντολές και η έξοδός τους, όσα αλλάξατε και όσα πληκτρολογείτε.
offline-session = Ανοίγει μόνο όσο είστε συνδεδεμένοι. Για να υπάρχει και αφού κλείσει αυτή η καρτέλα, παραμείνετε συνδεδεμένοι και σε αυτή τη συσκευή.
offline-kept = Τελευταία αποθήκευση στις { $moment }.
offline-forget = Διαγραφή όσων διατηρούνται
offline-nothing = Δεν διατηρείται τίποτα σε αυτόν τον browser.
offline-forgotten = Δεν διατηρείται πλέον τίποτα σε αυτόν τον browser.
