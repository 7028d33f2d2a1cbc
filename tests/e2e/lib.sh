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
trap '((BASHPID != $$)) || { jobs -p | xargs -r kill -9 2>/dev/null; rm -rf "$work"; }' EXIT

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
