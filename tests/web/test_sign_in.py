"""The pages of sign-in look like ours and hold nothing that the policy refuses."""

import re

import pytest


@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "inactive/"])
def test_the_entrance_is_ours(nobody, path):
    html = nobody.get(f"/accounts/{path}").content.decode()

    assert 'class="main entrance"' in html
    assert '<a class="entrance__host" href="/">' in html
    assert re.findall(r"<script>|<style|\sstyle=", html) == []


def test_a_wrong_password_is_said_on_the_form_and_the_address_is_kept(nobody):
    answer = nobody.post("/accounts/login/", {"login": "ada@example.org", "password": "wrong"})

    html = answer.content.decode()
    assert 'class="summary" role="alert"' in html
    assert 'value="ada@example.org"' in html
    assert 'class="input"' in html
