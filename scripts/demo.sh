# The demo's simulated fleet, with a real Prometheus and Alertmanager for each cluster. Sourced, never run.
# shellcheck shell=bash

DEMO_CLUSTERS=3
DEMO_METRICS="$ROOT/tests/ClusterSim/Metrics"
DEMO_PIDS=()

start_sim() {
    local app tries=0 kubeconfigs="$DATA/demo/kubeconfigs" upstreams=()
    app="$(publish tests/ClusterSim "$DATA/sim" tests/ClusterSim)"
    rm -rf "$DATA/demo"
    mkdir -p "$kubeconfigs"
    chmod 0700 "$DATA/demo"
    choose_monitoring
    (cd "$app" && exec setsid dotnet "$app/ClusterSim.dll" --clusters "$DEMO_CLUSTERS" --port 0 --kubeconfig-dir "$kubeconfigs" \
        --charts "$ROOT/tests/charts" --helm "$PORTAL_TOOLS/helm" "${upstreams[@]}") >"$DATA/logs/sim.log" 2>&1 </dev/null 9>&- &
    SIM_PID=$!
    printf '%s\n' "$SIM_PID" >"$DATA/sim.pid"
    until grep -q '^ready: ' "$DATA/logs/sim.log"; do
        kill -0 "$SIM_PID" 2>/dev/null || die "the cluster simulator stopped while starting; its log is $DATA/logs/sim.log."
        tries=$((tries + 1))
        [ "$tries" -le 300 ] || die "the cluster simulator did not start in a minute; its log is $DATA/logs/sim.log."
        sleep 0.2
    done
    export Demo__KubeconfigDir="$kubeconfigs"
    Components__ChartMirror="${Components__ChartMirror:-$(sed -n 's/^charts: //p' "$DATA/logs/sim.log")}"
    export Components__ChartMirror
    start_monitoring
}

# Sets the addresses of each cluster's servers, and what the simulator must know of them. Without the programs the demo has no metrics.
choose_monitoring() {
    local i
    DEMO_PROMETHEUS="$("$HERE/prometheus.sh")" && DEMO_ALERTMANAGER="$("$HERE/alertmanager.sh")" || {
        DEMO_PROMETHEUS=''
        say "The demo goes on without metrics and alerts."
        return 0
    }
    for ((i = 0; i < DEMO_CLUSTERS; i++)); do
        PROMETHEUS_AT[i]="127.0.0.1:$(free_port)"
        ALERTMANAGER_AT[i]="127.0.0.1:$(free_port)"
        upstreams+=(--upstream "sim-$i/monitoring/prometheus-prometheus=http://${PROMETHEUS_AT[i]}")
        upstreams+=(--upstream "sim-$i/monitoring/prometheus-alertmanager=http://${ALERTMANAGER_AT[i]}")
    done
}

start_monitoring() {
    local i sim folder
    [ -n "$DEMO_PROMETHEUS" ] || return 0
    export Demo__Monitoring=true
    sim="$(sed -n 's#^ready: https://##p' "$DATA/logs/sim.log")"
    for ((i = 0; i < DEMO_CLUSTERS; i++)); do
        folder="$DATA/demo/sim-$i"
        mkdir -p "$folder"
        cp "$DEMO_METRICS/rules.yml" "$DEMO_METRICS/alertmanager.yml" "$folder/"
        sed "s/{sim}/$sim/; s/{cluster}/sim-$i/; s/{alertmanager}/${ALERTMANAGER_AT[i]}/; s/{self}/${PROMETHEUS_AT[i]}/" "$DEMO_METRICS/prometheus.yml" >"$folder/prometheus.yml"
        demo_server "$folder" alertmanager "$DEMO_ALERTMANAGER" ./prometheus-alertmanager --config.file="$folder/alertmanager.yml" \
            --storage.path="$folder/alerts" --web.listen-address="${ALERTMANAGER_AT[i]}" --cluster.listen-address= --log.level=warn
        demo_server "$folder" prometheus "$DEMO_PROMETHEUS" ./prometheus --config.file="$folder/prometheus.yml" \
            --storage.tsdb.path="$folder/data" --web.listen-address="${PROMETHEUS_AT[i]}" --log.level=warn
    done
}

demo_server() { # folder name place program argument...
    local folder="$1" name="$2" place="$3"
    shift 3
    (cd "$place" && exec setsid "$@") >"$folder/$name.log" 2>&1 </dev/null 9>&- &
    DEMO_PIDS+=("$!")
    printf '%s\n' "$!" >>"$DATA/demo.pids"
}

stop_demo() {
    local pid
    for pid in "${DEMO_PIDS[@]}"; do stop_process "$pid" 5; done
    rm -f "$DATA/demo.pids"
}
