"""The settings that the viewer reads from the environment."""

from dataclasses import dataclass

from kernel.settings import (
    AddressSettings,
    DatabaseSettings,
    RedisSettings,
    SecretSettings,
    StorageSettings,
    read_settings,
)


@dataclass(frozen=True, slots=True)
class ViewerSettings:
    database: DatabaseSettings
    redis: RedisSettings
    storage: StorageSettings
    secrets: SecretSettings
    address: AddressSettings


def read_viewer_settings() -> ViewerSettings:
    """Read all settings. Ends the process with a line for each bad one."""
    return ViewerSettings(
        read_settings(DatabaseSettings),
        read_settings(RedisSettings),
        read_settings(StorageSettings),
        read_settings(SecretSettings),
        read_settings(AddressSettings),
    )
