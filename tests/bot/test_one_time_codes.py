"""One-time codes that are asked for too often, or do not work any more."""

from tests.conversation import Person, Telegram


async def test_codes_are_not_sent_without_end_either(telegram: Telegram, alice: Person) -> None:
    petya = telegram.person("Петя", language="ru")
    for _ in range(5):
        await petya.says("/reset alice")
        await petya.hears("Отправляю одноразовый код")
    await petya.says("/reset alice")
    await petya.hears("Слишком много попыток: можно не больше 5 за 15 минут. Продолжить можно через 15 минут")
