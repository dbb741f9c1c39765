# The demo's simulated fleet. Sourced, never run.
# shellcheck shell=bash

start_sim() {
    local app tries=0 kubeconfigs="$DATA/demo/kubeconfigs"
    app="$(publish tests/ClusterSim "$DATA/sim" tests/ClusterSim)"
    rm -rf "$kubeconfigs"
    mkdir -p "$kubeconfigs"
    chmod 0700 "$DATA/demo"
    (cd "$app" && exec setsid dotnet "$app/ClusterSim.dll" --clusters 3 --port 0 --kubeconfig-dir "$kubeconfigs" \
        --charts "$ROOT/tests/charts" --helm "$PORTAL_TOOLS/helm") >"$DATA/logs/sim.log" 2>&1 </dev/null 9>&- &
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
}
