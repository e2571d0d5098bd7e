import json
import threading

from helix_dspy.journal import Journal


def a_journal(tmp_path, send):
    return Journal(tmp_path / "journal.jsonl", [], lambda line: line, send)


def add(journal, number):
    journal.add(f"{number:064x}", "task", {"choices": []}, 0.0)


def test_with_a_listener_that_keeps_calls_none_goes_on_before_its_answer_is_kept(tmp_path):
    batches, sent = [], threading.Condition()

    def send(entries):
        with sent:
            batches.append(len(entries))
            sent.notify_all()

    journal = a_journal(tmp_path, send)
    journal.kept(0)
    calls = [threading.Thread(target=add, args=(journal, number), daemon=True) for number in range(5)]
    calls[0].start()
    with sent:
        assert sent.wait_for(lambda: batches == [1], 5)
    for call in calls[1:]:
        call.start()
    journal_file = tmp_path / "journal.jsonl"
    while len(journal_file.read_text().splitlines()) < 5:
        pass

    went_on = [call for call in calls if not call.is_alive()]
    assert (went_on, batches, journal.find(f"{0:064x}")) == ([], [1], None)
    journal.kept(1)
    with sent:  # what finished meanwhile is one batch
        assert sent.wait_for(lambda: batches == [1, 4], 5)
    journal.kept(5)
    for call in calls:
        call.join(5)
    assert not any(call.is_alive() for call in calls)
    assert [json.loads(line)["role"] for line in journal_file.read_text().splitlines()] == ["task"] * 5


def test_without_such_a_listener_calls_go_on_at_once_in_batches(tmp_path):
    batches = []
    journal = a_journal(tmp_path, lambda entries: batches.append(len(entries)))
    for number in range(45):
        add(journal, number)
    journal.flush()

    assert batches == [20, 20, 5]


def test_before_the_end_an_answered_call_is_recorded_and_one_that_hangs_is_not_waited_for_long(tmp_path):
    batches, answered, answer = [], threading.Event(), threading.Event()
    journal = a_journal(tmp_path, lambda entries: batches.append(len(entries)))

    def call(number, wait):
        with journal.key_lock(f"{number}"):
            answered.set()
            wait.wait(5)
            add(journal, number)

    threading.Thread(target=call, args=(1, answer), daemon=True).start()
    assert answered.wait(5)
    threading.Timer(0.02, answer.set).start()
    journal.settle()
    journal.flush()
    assert batches == [1]

    threading.Thread(target=call, args=(2, threading.Event()), daemon=True).start()
    journal.settle()
    journal.flush()
    assert batches == [1]
