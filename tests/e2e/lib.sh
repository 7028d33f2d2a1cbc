# Sourced by the scenarios, tests/e2e/<name>/run: TAP, and the few things that a scenario does. It makes a directory of its own,
# $work, with a data directory $work/data and a landing directory $work/landing, which is what s3://example-landing/ means.
#
#   ok NAME GOT EXPECTED       compares two texts
#   is NAME SQL EXPECTED       compares the last lines that a statement prints, as CSV, with EXPECTED
#   ask SQL                    prints what a statement returns, without its header
#   settle [ARGUMENT...]       freshet run --until-idle; its output goes to $work/log
#   land FILE [NAME]           puts a file into $landing as a well-behaved program does: whole or not at all
#   pause SECONDS              sleeps, longer under a sanitizer: until what was started is surely on its way
#   await PID [SECONDS]        the exit status of a process in the background, which is killed when that takes longer (30)
#   note TEXT                  a comment
#   finish                     the plan, and the exit status; the last line of a scenario
#
# A scenario with S3 has a line `# needs: s3`, so that tests/run starts the server, and calls use_s3 first: it makes a bucket, $bucket, tells the
# program where s3:// is, puts the server's keys into the environment, and brings the functions of tests/s3/lib.sh. With the argument `own` the server
# is the scenario's own, to kill. through_proxy puts tests/s3/proxy before it, whose mode file is $mode, and sets $proxied, its address.
#
# What hangs is killed after a while, so that a scenario fails rather than hangs. A scenario may set $context, SQL that goes before each statement of ask and is, and $landing.
set -u
: "${FRESHET:?FRESHET is not set: run the scenarios by tests/run}"
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/freshet-e2e.XXXXXXXX")
landing=$work/landing
context=
tests=0 failures=0
options=(--data "$work/data" --stage-map "s3://example-landing/=$work/landing/")
mkdir -p "$landing"
: >"$work/log"

# A subshell that is told to end before it has forgotten this trap would run it, and take the directory from under the scenario.
# `timeout` sends its signal twice: the second must not end the cleaning up.
trap '((BASHPID != $$)) || { trap "" HUP INT TERM; jobs -p | xargs -r kill -9 2>/dev/null; finish_s3; rm -rf "$work"; }' EXIT

finish_s3() {
    [[ -z ${proxy-} ]] || kill "$proxy"
    [[ -z ${bucket-} ]] || s3_end
}

use_s3() { # [own]
    . "$root/tests/s3/lib.sh"
    bucket=e2e-$(basename "$here" | tr _ -)-$$
    s3_begin${1:+_$1} 2>"$work/log" && s3_bucket "$bucket" 2>>"$work/log" || { ok 'an S3 server' missing there; finish; }
    : >"$work/log"
    export AWS_ACCESS_KEY_ID=$S3_KEY AWS_SECRET_ACCESS_KEY=$S3_SECRET
    options=(--data "$work/data" --stage-map "s3://=$S3_ENDPOINT")
}

through_proxy() {
    mode=$work/mode
    "$root/tests/s3/proxy" "$work/port" "${S3_ENDPOINT#*//}" "$mode" &
    disown
    proxy=$!
    while [[ ! -s $work/port ]]; do sleep 0.02; done
    proxied=http://127.0.0.1:$(<"$work/port")
}

note() { printf '%s\n' "$1" | sed 's/^/# /'; }

ok() {
    tests=$((tests + 1))
    if [[ $2 == "$3" ]]; then
        printf 'ok %d - %s\n' $tests "$1"
    else
        failures=$((failures + 1))
        printf 'not ok %d - %s\n' $tests "$1"
        note "expected:"$'\n'"$3"$'\n'"got:"$'\n'"$2"
        [[ ! -s $work/log ]] || note "the last run said:"$'\n'"$(tail -n 20 "$work/log")"
    fi
}

ask() { timeout --kill-after=5 $((60 * slow)) "$FRESHET" sql "${options[@]}" --format csv -q "$context $1" 2>&1 </dev/null | tail -n +2; }

is() {
    local got
    got=$(ask "$2" | tail -n "$(printf '%s\n' "$3" | wc -l)")
    ok "$1" "$got" "$3"
}

settle() { timeout --kill-after=5 $((120 * slow)) "$FRESHET" run "${options[@]}" --until-idle "$@" >"$work/log" 2>&1 </dev/null; }

land() {
    local name=${2:-${1##*/}}
    cp "$1" "$landing/.$name.part" && mv "$landing/.$name.part" "$landing/$name"
}

slow=1
[[ $FRESHET != */san-* ]] || slow=5
pause() { sleep "$(awk "BEGIN { print $1 * $slow }")"; }

await() {
    { sleep $((${2:-30} * slow)); kill -9 "$1"; } >/dev/null 2>&1 &
    local watchdog=$! status
    wait "$1"
    status=$?
    { kill $watchdog && wait $watchdog; } 2>/dev/null
    return $status
}

finish() {
    printf '1..%d\n' $tests
    ((failures == 0))
    exit
}
