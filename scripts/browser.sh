# Chromium for the end-to-end tests. Sourced, never run.
# shellcheck shell=bash

chromium_path() {
    local name
    for name in "${PORTAL_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && have "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

need_chromium() {
    chromium_path >/dev/null || need_packages "shows the pages in the end-to-end tests" chromium
    if have fc-list && [ -z "$(fc-list :lang=zh)" ]; then
        need_packages "draws Chinese characters in the screenshots" fonts-noto-cjk
    fi
    PORTAL_CHROMIUM="$(chromium_path)"
    export PORTAL_CHROMIUM
}
