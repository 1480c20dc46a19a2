"""Private keys, and keys and tokens without a format of their own."""

from typing import Final

from posts.credentials import CredentialKind as Kind

PRIVATE_KEYS: Final = {
    "RSA": "«pem RSA PRIVATE KEY»",
    "PKCS 8": "«pem PRIVATE KEY»\n",
    "encrypted": "«pem ENCRYPTED PRIVATE KEY»",
    "EC": "«pem EC PARAMETERS»\n«pem EC PRIVATE KEY»",
    "OpenSSH": "~/.ssh/id_ed25519:\n\n«pem OPENSSH PRIVATE KEY»\n",
    "PGP": "«headed PGP PRIVATE KEY BLOCK»",
    "of a few letters": "«short RSA PRIVATE KEY»",
    "of two": "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA...\n-----END RSA PRIVATE KEY-----\n",
    "cut short": "«begun RSA PRIVATE KEY»",
    "in YAML": "tls:\n  key: |\n    «indented PRIVATE KEY»\n",
    "in a string": 'KEY = "«inline PRIVATE KEY»"\n',
    "beside its certificate": "«pem CERTIFICATE»\n«pem PRIVATE KEY»\n",
    "PuTTY": "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\n"
    "«base64 64»\nPrivate-Lines: 1\n«base64 64»\n",
    "SSH2": '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "rsa-key"\n«base64 70»\n«base64 70»\n'
    "---- END SSH2 ENCRYPTED PRIVATE KEY ----\n",
    "minisign": "untrusted comment: minisign encrypted secret key\nRWRTY0Iy«base64 204»==\n",
    "JWK": '{"kty": "EC", "crv": "P-256", "x": "«url 43»", "y": "«url 43»", "d": "«url 43»"}',
    "OpenVPN": "-----BEGIN OpenVPN Static key V1-----\n«hex 32»\n«hex 32»\n"
    "-----END OpenVPN Static key V1-----\n",
    "words of a wallet": "seed phrase: abandon ladder sunset brave copper maple orbit tunnel velvet window "
    "zebra wolf\n",
    "Google service account": '{\n  "type": "service_account",\n  "private_key_id": "«hex 40»",\n'
    '  "private_key": "«inline PRIVATE KEY»\\n",\n  "client_email": "app@project.iam.example.com"\n}\n',
}
AWS: Final = {
    "credentials": "[default]\nregion = eu-west-1\naws_secret_access_key = «base64 40»\n",
    "secret of the documentation": "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY«example»KEY\n",
    "session": "AWS_SESSION_TOKEN=IQoJb3JpZ2luX2Vj«base64 600»\n",
    "command": "aws configure set aws_secret_access_key «base64 40»\n",
    "program": "client('s3', aws_secret_access_key='«base64 40»')",
}
AZURE: Final = {
    "storage": "DefaultEndpointsProtocol=https;AccountName=files;AccountKey=«base64 86»==;"
    "EndpointSuffix=core.windows.net",
    "service bus": "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;"
    "SharedAccessKey=«base64 43»=",
    "signed address": "https://files.blob.core.windows.net/c/f?sv=2022-11-02&ss=b&sig=«word 43»%3D\n",
}
TOKENS: Final = {
    "Django": "SECRET_KEY = 'django-insecure-«url 50»'\n",
    "Flask": "app.config['SECRET_KEY'] = '«hex 32»'\n",
    "Laravel": "APP_NAME=Shop\nAPP_KEY=base64:«base64 43»=\n",
    "Rails": "production:\n  secret_key_base: «hex 128»\n",
    "WordPress": "define('AUTH_KEY',         '«wild»«wild»«wild»«wild»');\n",
    "Telegram application": "api_id = «number 8»\napi_hash = '«hex 32»'\n",
    "client secret": '"client_id": "«number 12»", "client_secret": "«word 32»"',
    "environment": "WEATHER_API_KEY=«hex 32»\n",
    "header": "X-Api-Key: «word 40»\nAccept: */*\n",
    "address": "https://api.weather.com/v1?q=Omsk&apikey=«word 32»&lang=ru\n",
    "Rust": 'pub const TOKEN: &\'static str = "«word 40»";\n',
    "Java": 'private static final String SECRET = "«word 40»";\n',
    "C": '#define API_KEY "«word 32»"\n',
    "C++": 'std::string token("«word 40»");\n',
    "TypeScript": "  private readonly token: string = '«word 40»';\n",
    "attribute": '<add key="ApiKey" value="«word 32»"/>\n',
    "UUID": "api_key: «uuid»\n",
    "bearer": 'headers = {"Authorization": "Bearer «word 48»"}\n',
    "curl": "curl -H 'Authorization: Bearer «word 40»' https://service.company.com\n",
    "option": "tool --token «word 40» push\n",
    "HAR": '{"name": "Authorization", "value": "Bearer «word 40»"}',
    "Gradle": r'buildConfigField("String", "API_KEY", "\"«word 40»\"")',
    "fish": "set -x API_KEY «word 40»\n",
    "address without a name": "https://api.company.com/?key=«word 40»\n",
    "git": '[url "https://«word 40»@github.com/"]\n',
    "cookie": "Cookie: theme=dark; sessionid=«word 32»\n",
    "npmrc": "//npm.company.com/:_authToken=«word 36»\n",
    "webhook": "WEBHOOK_SECRET: '«url 32»'\n",
    "hexadecimal private key": "PRIVATE_KEY=0x«hex 64»\n",
    "WireGuard": "[Interface]\nPrivateKey = «base64 43»=\nAddress = 10.8.0.2/24\n",
    "kubeconfig": "users:\n- name: admin\n  user:\n    token: «word 40»\n",
    "Russian chat": "Токен: «word 40» до пятницы\n",
    "dash": "access token - «digits 10»«word 30»\n",
}

KNOWN_BY_PLACE: Final = {
    **{f"private key: {name}": (Kind.PRIVATE_KEY, text) for name, text in PRIVATE_KEYS.items()},
    **{f"AWS {name}": (Kind.AWS_KEY, text) for name, text in AWS.items()},
    **{f"Azure {name}": (Kind.AZURE_KEY, text) for name, text in AZURE.items()},
    **{f"token: {name}": (Kind.GENERIC_TOKEN, text) for name, text in TOKENS.items()},
}
