"""The sentences that the recorder's modules say. Each failure: what is wrong, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def sentences() -> dict[str, str | Promise]:
    return {**_DEVICES, **_GUARD, **_FACE, **_CHALLENGE, **_EXAM, **_BREAK, **_END, **_ACTIONS}


_DEVICES: dict[str, str | Promise] = {
    "camera_todo": _("The camera is off."),
    "camera_busy": _("Your browser is asking: allow the camera."),
    "camera_good": _("The camera works."),
    "camera_pictures": _("The camera works. This browser takes one picture a second instead of a video."),
    "camera_unreadable": _(
        "The video of this device could not be read. It takes one picture a second instead: turn on the camera again."
    ),
    "camera_weak": _(
        "Your rehearsal showed that this device is too slow for video: it takes one picture a second instead."
    ),
    "camera_denied": _(
        "The browser does not let this page use the camera: press the camera sign in the address bar, "
        "choose “Allow”, then try again."
    ),
    "camera_missing": _("No camera was found: plug one in, then try again."),
    "camera_in_use": _("Another program is using the camera: close it, then try again."),
    "camera_failed": _("The camera did not start: unplug it and plug it in again, then try again."),
    "camera_ended": _("The camera went off, and your face is not being recorded."),
    "sound_todo": _("The microphone is not required."),
    "sound_good": _("The microphone works."),
    "sound_none": _("No microphone: that is all right, it is not required."),
    "screen_todo": _("The screen is not shared yet: in the window that opens choose “Entire screen”."),
    "screen_busy": _("Your browser is asking: choose “Entire screen”."),
    "screen_good": _("The entire screen is shared."),
    "screen_unverified": _("A screen is shared; your browser does not say whether it is the entire one."),
    "screen_was_window": _("You shared one window: choose “Entire screen” instead."),
    "screen_was_tab": _("You shared one browser tab: choose “Entire screen” instead."),
    "screen_denied": _("The screen was not shared: press the button and choose “Entire screen”."),
    "screen_missing": _("The browser found no screen to share: try again."),
    "screen_in_use": _("The browser could not share the screen: close other programs that record it, then try again."),
    "screen_failed": _("The screen could not be shared: try again."),
    "screen_unsupported": _("This device cannot share its screen: go on at a computer, or ask for help."),
    "screen_ended": _("The screen is no longer shared."),
    "extension_busy": _("Looking for the browser extension…"),
    "extension_good": _("The browser extension is ready."),
    "extension_asks": _("The browser extension waits for your permission."),
    "extension_required": _(
        "This exam asks for the browser extension: install it, then load this page again. If you cannot, open “Help” "
        "below: you can sit the exam at a university computer."
    ),
    "extension_optional": _("The browser extension is not installed. You may go on without it."),
    "line_busy": _("Trying the connection…"),
    "line_good": _("The connection works."),
    "line_bad": _("The server cannot be reached: check the connection, then try again."),
    "still_stuck": _("If it still does not work, open “Help” below: you can sit the exam at a university computer."),
}

_GUARD: dict[str, str | Promise] = {
    "guard_todo": _("Start the program “OES guard” on this computer and type the address and the code below."),
    "guard_required": _(
        "This exam requires it. It needs Windows 10 or newer, Linux or macOS; if it cannot run here, open “Help” below."
    ),
    "guard_optional": _("If you cannot, go on without it."),
    "guard_good": _("The guard works."),
    "guard_close": _("Please close these programs: {names}."),
    "guard_told": _("The guard also tells that these run: {names}. Close them if you can."),
    "guard_stopped": _("The guard has stopped: start it again with the code below."),
    "guard_lost": _("The guard has stopped. The exam and the recording go on; start the guard again with a new code."),
    "guard_lost_code": _("Start the guard again. Code: {code}, address: {server}"),
    "guard_code_again": _("New code"),
}

_FACE: dict[str, str | Promise] = {
    "face_todo": _("Look straight at the camera, then press “Check”."),
    "face_busy": _("Keep looking at the camera for a few seconds…"),
    "face_good": _("Your face can be seen well."),
    "face_no_face": _("No face can be seen: sit in front of the camera."),
    "face_two_faces": _("More than one face can be seen: you must be alone."),
    "face_too_dark": _("It is too dark: switch on a light in front of you."),
    "face_too_bright": _("It is too bright: turn away from the window or the lamp."),
    "face_covered": _("The camera is covered: take away what is in front of it."),
    "face_unreadable": _("The picture could not be read: check again."),
    "face_go_on_anyway": _("You can also go on as it is; a person will look at this picture later."),
    "face_not_checked": _("The picture could not be checked in time. Go on; a person will look at it later."),
    "ready_failed": _("The server did not answer: check the connection, then try again."),
    "start_failed": _(
        "The exam could not be started, and the clock does not run: check the connection, then try again."
    ),
}

_CHALLENGE: dict[str, str | Promise] = {
    "challenge_todo": _("Sit straight, with your whole face in the picture, then press the button."),
    "challenge_begin": _("Begin"),
    "challenge_straight": _("Look straight at the camera."),
    "challenge_turn_left": _("Turn your head to the left, as if you looked at the wall beside you, and back."),
    "challenge_turn_right": _("Turn your head to the right, as if you looked at the wall beside you, and back."),
    "challenge_blink": _("Close both eyes for a moment, then open them."),
    "challenge_busy": _("Thank you. One moment…"),
    "challenge_good": _("Thank you, that was it."),
    "challenge_again": _("The movements could not be made out."),
    "challenge_hint_no_face": _("Keep your whole face in the picture, with light on it."),
    "challenge_hint_not_turned": _("Turn your head further."),
    "challenge_hint_not_blinked": _("Keep both eyes closed for about half a second."),
    "challenge_hint_other_way": _("Turn your head only when and where you are asked to."),
    "challenge_enough": _("The movements could not be made out. Go on; a person will look at it later."),
    "challenge_unanswered": _("The movements could not be checked in time. Go on; a person will look at it later."),
    "challenge_title": _("Please come back here for a moment"),
}

_EXAM: dict[str, str | Promise] = {
    "tab_blocked": _(
        "The browser blocked the exam’s tab: allow pop-ups for this page in the address bar, then open the exam."
    ),
    "frame_silent": _("If you do not see the exam, load it again. If that does not help, press “Help”."),
    "back_stays": _("Going back would end the recording, so this page stays. The exam has not changed."),
    "was_away": _("The camera stood still while another page was open, and this time is noted. Stay on this page."),
    "page_code_good": _("A new code ends the one before it."),
    "page_code_enough": _("No more codes can be made for this exam: open “Help” below and call the proctor."),
    "page_code_failed": _("The server did not give a code: check the connection, then press the button again."),
    "no_connection": _(
        "No connection. Go on with the exam: the recording is kept in this browser and will be sent later."
    ),
    "server_busy": _(
        "The server is busy. Go on with the exam: the recording is kept in this browser and will be sent later."
    ),
    "signed_out": _("You are signed out: load the page again and sign in, nothing is lost."),
    "extension_ended": _("The browser extension does not answer: switch it on again. The exam goes on meanwhile."),
    "extension_asks_again": _("The browser extension has lost its permission: allow it again. The exam goes on."),
    "store_failed": _(
        "This browser cannot keep the recording on its disk: do not close this tab before everything is sent."
    ),
    "last_room": _(
        "This computer's disk is nearly full: there is room for about {minutes} more minutes of recording. "
        "Delete files that you do not need and check the connection. Go on with the exam meanwhile."
    ),
    "no_room_screen": _(
        "The screen is not being recorded for now: the connection is too slow, and this browser has no more room. "
        "The gap and its reason stand in the report. Go on with the exam."
    ),
    "no_room": _(
        "Recording has paused: the connection is too slow, and this browser has no more room. "
        "The gap and its reason stand in the report. Go on with the exam; recording goes on by itself."
    ),
    "unreachable": _("The server cannot be reached: check the connection, then try again."),
}

_BREAK: dict[str, str | Promise] = {
    "count_of_most": _("{count} of at most {most}"),
    "break_offer": _("Breaks left: {count}. Minutes for them, together: {minutes}."),
    "break_failed": _("The break could not begin, and recording goes on: check the connection, then try again."),
    "break_none": _("No break is left. Recording goes on."),
    "break_heading": _("You are on a break"),
    "break_on": _("Camera and screen are off, and nothing is recorded. The time of the exam stands still."),
    "break_over": _(
        "Please go on now: the time of the exam runs again, and what is not recorded from here on is missing from the "
        "recording."
    ),
    "break_title": _("Your break is over"),
}

_END: dict[str, str | Promise] = {
    "finishing_waits": _("No connection yet. Leave this tab open: the exam ends as soon as the server answers."),
    "end_check_todo": _("The exam is over. Look at the camera once more for three seconds."),
    "end_check_busy": _("The exam is over. Look at the camera for three more seconds…"),
    "ended_submitted": _("The exam is over."),
    "ended_terminated": _("The exam was ended by the proctor."),
    "ended_withdrawn": _("You withdrew your consent: recording has ended, and nothing more is taken."),
    "receipt_copied": _("Copied."),
    "receipt_by_hand": _("It could not be copied: mark the number and copy it by hand."),
    "ended_expired": _("The exam was closed, because its time was over or nothing was recorded for long."),
}

REST: dict[str, str | Promise] = {
    "rest_no_answer": _("No connection yet. Leave this page open: it tries again by itself."),
    "rest_busy": _("The server is busy. Leave this page open: it tries again by itself."),
    "rest_signed_out": _("For some parts the time for sending is over. Tell your proctor."),
}
"""What the page says that sends the rest of a recording."""

_ACTIONS: dict[str, str | Promise] = {
    "camera_turn_on": _("Turn on the camera"),
    "extension_allow": _("Allow"),
    "extension_get": _("About the extension"),
    "screen_share": _("Share the screen"),
    "screen_again": _("Choose again"),
    "try_again": _("Try again"),
    "try_now": _("Try now"),
    "open_exam": _("Open the exam"),
    "frame_again": _("Load the exam again"),
    "reload_page": _("Load the page again"),
    "understood": _("Understood"),
    "report": _("Report this problem"),
}
