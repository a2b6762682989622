def test_it_starts_an_attempt_with_random_checks(attempt):
    assert attempt.is_running
    assert attempt.identitychecks.count() == 3
