# Sourced by what tests with an S3 server: the server, and the little that a test does with its objects. Keys are given as
# they are read, and encoded here; all that is asked of curl is signed by it.
#
#   s3_begin                        uses the server that $S3_ENDPOINT, $S3_KEY and $S3_SECRET name, as tests/run gives them, or starts one of
#                                   its own, which s3_end ends. Sets them, and $S3_DIR for tests/s3/server. False, with the reason on
#                                   stderr, when there is none.
#   s3_begin_own                    starts one of its own in any case: for tests that kill its gateway
#   s3_end                          to be called when the test ends, however it ends
#   s3_bucket BUCKET                makes it
#   s3_put FILE BUCKET KEY
#   s3_put_all DIR BUCKET [PREFIX]  every file below DIR, many at a time; the keys are PREFIX and the path below DIR
#   s3_get BUCKET KEY               prints the object
#   s3_delete BUCKET KEY
#   s3_keys BUCKET [PREFIX]         prints the keys, sorted by their bytes, as they are written in XML
#
# Whoever runs the tests may have keys for Amazon: what is sourced here forgets them, and lets no address lead there.
unset "${!AWS_@}"
export AWS_ENDPOINT_URL_S3=http://127.0.0.1:1 AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_CONFIG_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true
s3_tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
s3_own=

s3_begin() { [[ -n ${S3_ENDPOINT-} ]] || s3_begin_own; }

s3_begin_own() {
    s3_own=$(mktemp -d "${TMPDIR:-/tmp}/freshet-s3.XXXXXXXX") && "$s3_tools/server" start "$s3_own" >/dev/null || return
    . "$s3_own/env"
    S3_DIR=$s3_own
    export S3_ENDPOINT S3_KEY S3_SECRET S3_DIR
}

s3_end() {
    [[ -n $s3_own ]] || return 0
    "$s3_tools/server" stop "$s3_own"
    rm -rf "$s3_own"
    s3_own=
}

s3_curl() { # ARGUMENT...; the options that this version of curl lacks the header for
    curl -sS --no-progress-meter --fail-with-body --max-time 120 --aws-sigv4 aws:amz:us-east-1:s3 --user "$S3_KEY:$S3_SECRET" \
        -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@"
}

s3_encode() { # TEXT [MORE-BYTES-THAT-STAND-FOR-THEMSELVES]
    perl -e 'my ($t, $more) = (@ARGV, ""); $t =~ s/([^A-Za-z0-9._~\Q$more\E-])/sprintf "%%%02X", ord $1/ge; print $t' "$@"
}

s3_url() { printf '%s/%s/%s' "$S3_ENDPOINT" "$1" "$(s3_encode "$2" /)"; } # BUCKET KEY

s3_bucket() { s3_curl -X PUT "$S3_ENDPOINT/$1"; }
s3_put() { s3_curl -g -T "$1" "$(s3_url "$2" "$3")"; }
s3_get() { s3_curl -g "$(s3_url "$1" "$2")"; }
s3_delete() { s3_curl -g -X DELETE "$(s3_url "$1" "$2")"; }

s3_put_all() {
    [[ -n $(find "$1" -type f -print -quit) ]] || return 0
    find "$1" -type f -printf '%P\0' | perl -0 -ne 'BEGIN { ($dir, $url, $prefix) = splice @ARGV, 0, 3 } chomp;
        ($file = "$dir/$_") =~ s/([\\"])/\\$1/g;
        ($key = "$prefix$_") =~ s{([^A-Za-z0-9._~/-])}{sprintf "%%%02X", ord $1}ge;
        print qq(upload-file = "$file"\nurl = "$url/$key"\n)' "$1" "$S3_ENDPOINT/$2" "${3-}" |
        s3_curl -g --parallel --parallel-max 16 -K - >/dev/null
}

s3_keys() {
    local query="list-type=2&prefix=$(s3_encode "${2-}")" answer token=
    while
        answer=$(s3_curl "$S3_ENDPOINT/$1?$token$query") || return
        grep -o '<Key>[^<]*' <<<"$answer" | cut -c 6-
        token=$(sed -n 's/.*<NextContinuationToken>\([^<]*\)<.*/\1/p' <<<"$answer")
        [[ -n $token ]]
    do token="continuation-token=$(s3_encode "$token")&"; done
}
