#!/bin/sh
# Joins the cluster of the current kubectl context to Kurator Portal.
# Runs your own kubectl; none of your credentials leaves this machine. Sent to the portal are the API server's
# address, its CA, and a token of the ServiceAccount that this script creates.
set -eu

main() {
    umask 077
    portal='@PORTAL@'
    cluster_name='@CLUSTER_NAME@'
    cluster_id='@CLUSTER_ID@'
    account='@ACCOUNT@'
    join_token='@TOKEN@'
    kubectl=${KUBECTL:-kubectl}

    command -v "$kubectl" >/dev/null 2>&1 || fail "kubectl was not found." "Install kubectl, or set KUBECTL to its path."
    command -v curl >/dev/null 2>&1 || fail "curl was not found." "Install curl."
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM HUP

    context=$("$kubectl" config current-context 2>/dev/null) || fail \
        "kubectl has no current context." "Choose one with: kubectl config use-context NAME"
    server=$(cluster_field server)
    authority=$(cluster_field certificate-authority-data)
    server_name=$(cluster_field tls-server-name)
    check_context

    say "Joining the cluster of context '$context' ($server)"
    say "to $portal as '$cluster_name'. This is created in it:"
    manifest | sed 's/^/    /'

    "$kubectl" auth can-i create clusterrolebindings >/dev/null 2>&1 || fail \
        "Context '$context' may not create ClusterRoleBindings." "Run this as an administrator of the cluster."
    for kind in namespace clusterrole clusterrolebinding; do
        check_owner "$kind"
    done

    manifest | "$kubectl" apply --server-side --field-manager="$account" -f - || fail \
        "The account could not be created." "Read what kubectl says above, mend it, and run the command again."
    binding_uid=$("$kubectl" get clusterrolebinding "$account" -o 'jsonpath={.metadata.uid}')
    owned_manifest | sed "s/@BINDING_UID@/$binding_uid/" |
        "$kubectl" apply --server-side --field-manager="$account" -f - >/dev/null
    account_token=$("$kubectl" create token "$account" --namespace "$account" --duration=@DURATION@) || fail \
        "The cluster gave no token for the account." "TokenRequest needs Kubernetes 1.24 or newer."

    send
}

say() { printf '%s\n' "$1"; }

fail() {
    printf 'Not joined: %s\n%s\n' "$1" "$2" >&2
    exit 1
}

cluster_field() {
    "$kubectl" config view --minify --raw --flatten -o "jsonpath={.clusters[0].cluster.$1}"
}

check_context() {
    case $server in
    *[!A-Za-z0-9:/._~%@-]* | '')
        case $server in
        https://\[*\]*) ;;
        *) fail "The kubeconfig's server address is not one the portal can use." "It must be https://host:port." ;;
        esac
        ;;
    esac
    case $server in
    https://*) ;;
    *) fail "The kubeconfig's server is $server." "The portal speaks https only." ;;
    esac
    [ "$(cluster_field insecure-skip-tls-verify)" != true ] || fail \
        "The context skips TLS verification." "Give it the cluster's CA (certificate-authority-data) and run this again."
    [ -z "$(cluster_field proxy-url)" ] || fail \
        "The context goes through a proxy." "Use an address that the portal reaches directly."
    case $server_name in
    *[!A-Za-z0-9:._-]*) fail "The context's tls-server-name is no host name." "Give the name that the server's certificate is for." ;;
    esac
}

check_owner() {
    owner=$("$kubectl" get "$1" "$account" --ignore-not-found -o 'jsonpath={.metadata.name} {.metadata.labels.@CLUSTER_ID_LABEL@}') || fail \
        "The $1 $account could not be read." "Read what kubectl says above."
    case $owner in
    '' | "$account $cluster_id") ;;
    *) fail "There is already a $1 named $account, of another portal or another join." \
        "Let it leave there first. To clear it: kubectl delete clusterrolebinding,clusterrole,namespace $account" ;;
    esac
}

send() {
    printf '{"apiServer":"%s","certificateAuthority":"%s","tlsServerName":"%s","token":"%s"}' \
        "$server" "$authority" "$server_name" "$account_token" >"$work/body"
    {
        printf 'url = "%s"\n' '@COMPLETE_URL@'
        printf 'header = "Authorization: Bearer %s"\n' "$join_token"
        printf 'header = "Content-Type: application/json"\n'
        printf 'data-binary = "@%s"\n' "$work/body"
        printf 'output = "%s"\n' "$work/answer"
    } >"$work/request"
    : >"$work/answer"
    status=$(curl -sS --max-time 60 --write-out '%{http_code}' --config "$work/request") || fail \
        "The portal at $portal gave no answer." "Check the way from here to the portal, and run the command again."
    case $status in
    2??)
        say "Joined: the portal now verifies its account. Watch it at"
        say "    $portal/operations/$(answer_field operationId)"
        ;;
    *)
        printf 'Not joined: %s. %s %s\n' "$(answer_field title)" "$(answer_field detail)" "$(answer_field remedy)" >&2
        say "The account is left in the cluster for the next try. To clear it:" >&2
        say "    kubectl delete clusterrolebinding,clusterrole,namespace $account" >&2
        exit 1
        ;;
    esac
}

# One text field of a flat JSON answer, without what could act on a terminal.
answer_field() {
    sed -n 's/.*"'"$1"'" *: *"\(\([^"\\]\|\\.\)*\)".*/\1/p' "$work/answer" | tr -cd '[:print:]\n' | head -n 1
}

manifest() {
    cat <<'MANIFEST'
@MANIFEST@
MANIFEST
}

owned_manifest() {
    cat <<'MANIFEST'
@OWNED_MANIFEST@
MANIFEST
}

main
