//! Monitoring of simulated machines: kept, and answered in both servers' shapes.

use serde_json::{Value, json};

use super::{backend, first, text, world};
use crate::support::Mistd;

#[tokio::test]
async fn monitoring_is_enabled_shown_kept_and_disabled() {
    let (mistd, client) = world(&[]).await;
    let ec2 = backend(&client, "ec2").await;
    let machine = first(&client, &ec2, "running").await;
    let path = format!("{ec2}/machines/{}", text(&machine["id"]));
    let stats = format!("{path}/stats?start=1&stop=601&step=10");
    assert_eq!(client.get(&stats).await.status, 404);
    let set =
        |action: &str| json!({"action": action, "name": "n", "public_ips": [], "dns_name": "n/a"});
    let dry = json!({"action": "enable", "dry": true, "no_ssh": true});
    assert!(client.post(&format!("{path}/monitoring"), dry).await.json()["command"].is_string());
    assert_eq!(client.get(&stats).await.status, 404);
    client
        .post(&format!("{path}/monitoring"), set("enable"))
        .await
        .json();

    let april = client.get(&stats).await.json();
    assert!(
        april["load"].is_array() && april["cpu"]["cores"].is_number(),
        "{april}"
    );
    let november = client
        .get(&format!("{stats}&v=2&request_id=r1"))
        .await
        .json();
    assert_eq!(november["request_id"], "r1");
    let series = november
        .as_object()
        .unwrap()
        .values()
        .filter(|value| value.is_object());
    assert!(series.clone().count() > 3 && series.clone().all(|one| one["datapoints"].is_array()));

    let rule = json!({
        "backendId": ec2.rsplit('/').next(), "machineId": machine["id"],
        "metric": "load", "operator": "gt", "value": 5, "action": "alert",
    });
    let rule = client.post("/rules", rule).await.json();
    let metrics = format!("{path}/metrics");
    // Metrics show up once the collector is installed.
    assert!(client.get(&metrics).await.json().is_object());

    let mistd = Mistd::start_in(mistd.kill(), &["--demo"]);
    let client = mistd.client().await;
    let all = client.get("/monitoring").await.json();
    assert_eq!(
        all["machines"],
        json!([[ec2.rsplit('/').next(), machine["id"]]])
    );
    assert!(all["rules"][text(&rule["id"])].is_object(), "{all}");
    assert!(all["current_plan"].is_object());
    let first: &Value = all["monitored_machines"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap();
    assert_eq!(first["machine_id"], machine["id"]);

    client
        .post(&format!("{path}/monitoring"), set("disable"))
        .await
        .json();
    let none = client.get("/monitoring").await.json();
    assert_eq!(
        (&none["machines"], &none["rules"]),
        (&json!([]), &json!({}))
    );
}
