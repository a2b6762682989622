"""What people are told: a row for the page, a mail for the mailbox."""
