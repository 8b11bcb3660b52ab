//! What is known of a network, in words.

use leptos::prelude::*;
use mist_api::model::{Network, Subnet};

use crate::{components::entries::flatten, say};

/// A range of addresses in a network.
fn subnet(subnet: &Subnet) -> AnyView {
    let pools = subnet.allocation_pools.iter();
    let pools = pools.map(|pool| format!("{} – {}", pool.start, pool.end));
    let pools: Vec<String> = pools.collect();
    let dhcp = if subnet.enable_dhcp {
        say!(networks.on)
    } else {
        say!(networks.off)
    };
    let gateway = subnet.gateway_ip.clone();
    let facts = [
        (
            say!(networks.gateway),
            gateway.unwrap_or_else(|| say!(networks.no_gateway).to_owned()),
        ),
        (say!(networks.dhcp), dhcp.to_owned()),
        (say!(networks.pools), pools.join(", ")),
        (say!(networks.dns), subnet.dns_nameservers.join(", ")),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let facts: Vec<AnyView> = facts
        .map(|(name, value)| {
            view! {
                <span class="subnet-fact">
                    <span class="muted">{name}</span>
                    " "
                    <span class="mono">{value}</span>
                </span>
            }
            .into_any()
        })
        .collect();
    // OpenStack's own lists name subnets by their ids only.
    let range = if subnet.cidr.is_empty() {
        subnet.id.clone()
    } else {
        subnet.cidr.clone()
    };
    let name = (!subnet.name.is_empty()).then(|| subnet.name.clone());
    view! {
        <li class="subnet">
            <span class="subnet-range">
                <span class="mono">{range}</span>
                {name.map(|name| view! { <span class="muted" dir="auto">{name}</span> })}
            </span>
            {facts}
        </li>
    }
    .into_any()
}

/// What is known of a network.
pub(super) fn facts(network: &Network) -> AnyView {
    let subnets: Vec<AnyView> = network.subnets.iter().map(subnet).collect();
    let extra = flatten(&network.extra);
    let extra: Vec<AnyView> = extra
        .into_iter()
        .map(|(name, value)| {
            view! {
                <li class="subnet">
                    <span class="subnet-fact">
                        <span class="muted">{name}</span>
                        " "
                        <span class="mono">{value}</span>
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    let status = network.status.clone();
    let is_bare = subnets.is_empty() && extra.is_empty();
    view! {
        <div class="network-head">
            <span class="provider-title" dir="auto">
                {network.name.clone()}
            </span>
            {status.map(|status| view! { <span class="tag">{status}</span> })}
            <span class="mono muted">{network.id.clone()}</span>
        </div>
        {is_bare.then(|| view! { <p class="hint">{say!(networks.no_subnets)}</p> })}
        <ul class="subnets">{subnets} {extra}</ul>
    }
    .into_any()
}
