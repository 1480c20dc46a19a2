"""Texts without a credential that look as if they had one."""

from typing import Final

PLACEHOLDERS: Final = (
    "changeme change-me-please changeme1 password secret my-secret-key your_api_key_here YOUR_TOKEN "
    "**************** <your-password> <TOKEN> ${DB_PASSWORD} $SECRET {{token}} %(password)s "
    "%PASSWORD% [REDACTED] REPLACE_WITH_YOUR_OWN_KEY test1234 postgres "
    "00000000000000000000000000000000 none null true xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx "
    "ваш_пароль введите_пароль __PASSWORD__ mypassword $this->password2 $PASS_2 $password1 "
    "example-key-0123456789abcdef 123456789:ABCdefGhIJKlmNoPQRsTUVwxyZ !vault insert-token-here "
    "1234567890abcdef1234567890abcdef dummy-token-for-the-tests-1 fake_key_9f8e7d6c5b4a39281706 "
    "ref+awsssm://prod/db /run/secrets/db_1 AKIAXXXXXXXXXXXXXXXX ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx "
    "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx sk-proj-... xoxb-your-token-of-slack-123 ..."
).split()
# What stands for a password in an address, whatever the host.
NO_PASSWORDS: Final = (
    "<password> [password] [YOUR-PASSWORD] ${PASS} $PASS {{pass}} {pass} #{pass} %(pass)s %s %PASS% PASSWORD "
    "DB_PASSWORD __PASSWORD__ YOUR_PASSWORD your-password yourpassword ваш_пароль пароль "
    "** xxx xxxx XXXXXX *** **** •••••• ... [REDACTED]"
).split()
# Hosts of which everybody knows that nobody is there, or that each has for themselves.
NOBODYS: Final = (
    "localhost localhost:5432 127.0.0.1 0.0.0.0:80 [::1] example.com www.example.org api.example.net:8443 "
    "db.example host hostname host:port HOST DB_HOST:5432 server:5432 proxy:3128 your-domain.com "
    "mydomain.com ${HOST} хост хост:порт сервер"
).split()
ASSIGNMENTS: Final = (
    "DB_PASSWORD=()\nPORT=80\n",
    "BOT_TOKEN: ()\n",
    '"api_key": "()",\n',
    "SECRET_KEY = '()'\n",
    "aws_secret_access_key = ()\n",
    "password: ()\n",
)
CODE: Final = (
    "token = get_token()\nif not token:\n    raise Unauthorized\n",
    "def login(user: str, password: str) -> Token:\n    return check(user, password)\n",
    "password = os.environ['DB_PASSWORD']\nsecret = os.getenv('SECRET_KEY_V2', '')\n",
    "connect(password=self.password2, token=config.api_token1, secret=settings.secret_key)\n",
    "const token = req.headers['authorization'].split(' ')[1];\nconst password = req.body.password1;\n",
    "api_key = Settings().api_key.get_secret_value()\n",
    'headers = {"Authorization": f"Bearer {token}", "X-Api-Key": key}\n',
    'curl -H "Authorization: Bearer $TOKEN" -u "$USER:$PASSWORD" https://api.company.com\n',
    "private_key = ed25519.Ed25519PrivateKey.generate()\npublic_key: x25519.X25519PublicKey\n",
    'type Config struct {\n\tPassword string `json:"password"`\n\tToken    string `yaml:"token2fa"`\n}\n',
    'password := flag.String("password", "", "password for user1")\n',
    "user.set_password(data1_form9)\nways = ['password', 'sms2fa-code', 'totp6']\n",
    "fields = ['username', 'password', 'new_password1', 'new_password2']\n",
    "CREATE TABLE users (id bigint, password VARCHAR(255) NOT NULL, token_v2 CHAR(64));\n",
    "SELECT password_hash FROM users WHERE token = $1 AND secret = :secret_v2\n",
    '<input type="password" name="password" id="id_password1" autocomplete="new-password2">\n',
    "password_hash = '$2b$12$«word 53»'\npassword = 'pbkdf2_sha256$600000$«word 22»$«base64 43»='\n",
    "tokenizer = AutoTokenizer.from_pretrained('bert-base-uncased-v2')\npad_token = tokenizer.pad_id0\n",
    'if (pass == 2) printf("pass: %d, fail: %d\\n", pass, fail);\n',
    "- name: PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db-1\n      key: password-v2\n",
    "KEY = '-----BEGIN PRIVATE KEY-----'\nif text.startswith(KEY):\n    return 'pem'\n",
    "assert response.json() == {'detail': 'token expired at 12:00', 'password': ['too short (min8)']}\n",
    "@password.setter\ndef password(self, value: str) -> None:\n    self._password_sha256 = digest(value)\n",
    "curl -u user:password https://example.com/\nAuthorization: Basic dXNlcjpwYXNzd29yZA==\n",
    "begin = '-----BEGIN PRIVATE KEY-----\\n' + body + '\\n-----END PRIVATE KEY-----'\n",
    "env:\n  TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n  PASSWORD: {{ vault_password }}\n",
)
PROSE: Final = (
    "The password must have at least 8 characters, one digit and one of !@#$%.\nNever tell your token.\n",
    "Пароль: не менее 12 символов, буквы и цифры. Токен придёт на почту. Ключ: под ковриком.\n",
    "I forgot my password again: had to reset it 3 times. The secret? Write it down.\n",
    "Забыл пароль — сбросил через почту user2024@mail.ru, токен: новый, пароль: старый.\n",
    "Password: The Story of a Word (2nd edition), chapter 12: secret agents in 1942-1945.\n",
    "Your order A1B2C3D4E5 has been sent. Tracking: RB123456785SG. Call +7 (495) 123-45-67.\n",
    "Tokens: 1500 in, 320 out. API key: see the vault. Access token: expires 2026-03-01T12:00:00Z.\n",
    "pass: 118, fail: 3, skip: 12\npassed 98.5%\npass rate: 0.985\n",
    "secret santa: anna@example.org -> boris@company.ru, token gift under $20\n",
    "Wi-Fi пароль: спросите у бармена. Логин: гость. Ключ — у администратора до 23:00.\n",
    "| Setting | Meaning |\n|---|---|\n| `POSTGRES_PASSWORD` | **needed** | of its Postgres |\n",
)
CONFIGURATION: Final = (
    "DATABASE_URL=postgres://user:password@localhost:5432/db\nREDIS_URL=redis://localhost:6379/0\n",
    "DATABASE_URL=postgresql://postgres:postgres@localhost/test\nBROKER=amqp://guest:guest@rabbitmq//\n",
    "url: mongodb://<username>:<password>@cluster0.mongodb.net/test\nproxy: http://${USER}:${PASS}@proxy:3128\n",
    "git clone git@github.com:company/app2.git && ssh://git@host.company.com:2222/app.git\n",
    "PWD=/home/user1/app2\nOLDPWD=/var/lib/app-v2\nSSH_AUTH_SOCK=/tmp/ssh-XXXX1234/agent.1\n",
    "passwd: files systemd\nroot:x:0:0:root:/root:/bin/bash\npostgres:x:113:120::/var/lib/postgresql\n",
    '<label for="password">Password2</label> <a href="https://host:8080/x@2x.png">home</a>\n',
    '{"password": "Пароль", "forgot_password": "Forgot your password?", "token": "Токен доступа"}\n',
    "ssl_certificate_key /etc/nginx/ssl/site1.key;\nauth_basic_user_file /etc/nginx/.htpasswd2;\n",
    'csrf_token: "«word 32»"\nnext_page_token: "«url 40»"\npublic_key: "«word 44»"\n',
    "password_encryption = scram-sha-256\nssl_min_protocol_version = TLSv1.2\nlocal all all md5\n",
)
LISTS: Final = {
    "commits": "commit «hex 40»\nAuthor: Anna <anna@company.com>\n\n    Rotate the secret, bump key to v2\n",
    "requirements": "package==«digits 1».«digits 2» \\\n    --hash=sha256:«hex 64»\n",
    "lock file": '"node_modules/js-tokens": {"version": "4.0.0", "integrity": "sha512-«base64 86»=="},\n',
    "go.sum": "golang.org/x/oauth2 v0.«digits 2».0 h1:«base64 43»=\n",
    "checksums": "«hex 64»  secret-token-«word 3».tar.gz\n",
    "UUIDs": "id: «uuid»\ntoken: «uuid»\nsession: «uuid»\n",
    "addresses of mail": "«word 8»@«word 6».ru; password reset sent\n",
    "log": "2026-03-01T12:00:«digits 2»Z INFO auth: token refreshed user=«digits 4» request_id=«uuid» "
    "trace=«hex 32» key=user:«digits 2» took=«digits 3»ms\n",
    "images of containers": "image: registry.company.com/secret-store@sha256:«hex 64»\n",
    "subresources": '<script src="/key.js" integrity="sha384-«base64 64»" crossorigin></script>\n',
    "numbers": "0.«digits 16»,0.«digits 16»,-0.«digits 16»,«digits 9»\n",
    "hexdump": "«hex 4» «hex 4» «hex 4» «hex 4» «hex 4» «hex 4» «hex 4» «hex 4»  |.token.password|\n",
    "minified program": "function «letters 1»(e,t){return e.«letters 2»&&t?«letters 1»(t):null}"
    '"«word 8»":«digits 3»,'
    "var «letters 2»=e.token||t.password,«letters 1»=0x«hex 6»;t.exports=n.p+«hex 20»+secret(key);",
    "base64": "«base64 76»\n",
}
FILES: Final = (
    '<img src="data:image/png;base64,«data»">\n',
    "@font-face { src: url(data:font/woff2;base64,«data»); }\n",
    '{"image": "«data»"}\n',
    '{"image": "«base64 600»+AKIA«base32 16»/«base64 600»+BSA«word 28»+«base64 600»"}\n',
    "«pem CERTIFICATE»\n",
    "«pem PUBLIC KEY»\n",
    "«pem CERTIFICATE REQUEST»\n",
    "«headed PGP PUBLIC KEY BLOCK»\n",
    "ssh-rsa AAAA«base64 372» me@laptop\n",
    "ssh-ed25519 AAAA«base64 64» me@laptop\n",
)
RUSSIAN: Final = (
    "Строка подключения: postgres://логин:пароль@хост:порт/база\n",
    "ftp://имя:пароль@сервер/путь\nmysql://имя_пользователя:пароль@адрес/имя_базы\n",
    "jdbc:oracle:thin:user/password@//host:1521/service\nsqlplus user/password@//localhost:1521/xe\n",
    "password=**** user=bob2024 pass=*** ip=10.0.0.12\nusing amqp://guest:**@mq//\n",
    "curl -u username:token https://api.company.com/user\n",
    "http://localhost:8080/img@2x.png https://host:3000/user/anna@company.ru/edit s3://bucket:80/key@v1.zip\n",
    "seed phrase: write twelve words on paper and keep them somewhere safe\n",
    'HEX_PAT = "[0-9A-Fa-f]{1,4}"\nDRIVER={x};UID=a;PWD={password1};\nDRIVER={x};UID=a;PWD={cfg.pw1};\n',
)
COMMANDS: Final = (
    "enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\nrequirepass foobared\nmasterauth <master-password>\n",
    "net use Z: \\\\server\\share /user:USER PASSWORD\nsmbclient //server/share -U user%password\n",
    "openssl enc -d -pass file:./key1\nopenssl enc -aes-256-cbc -k PASSWORD\n7z a archive2.7z folder -mx9\n",
    "echo 'user:password' | chpasswd\necho \"$USER:$PASS\" | chpasswd\n",
    "rabbitmqctl add_user myuser mypassword\n",
    "new PDO('mysql:host=localhost', 'root', '');\nserver.login('you@gmail.com', 'your_password')\n",
    "scp app2.tar anna@company.ru:app2.tar\ngit@company.com:app2.git\nanna@laptop.local:~$\n",
    "login: path/to/file1\nДоступ: Android 5 / iOS 12.4.1\nлогин: чтение / запись123\n",
    "DB_PASSWORD=$(cat /run/secrets/db1)\nPASS=$RANDOM\npassword=$(openssl rand -hex 16)\n",
)
# A word beside a user is one in a configuration, and none where kinds and labels stand.
NO_WORDS: Final = (
    "user: string\npassword: string\n",
    "username: required\npassword: required\n",
    "username: text\npassword: varchar\n",
    'login: "Anmelden"\npassword: "Kennwort"\n',
    "login: войти\npassword: пароль\n",
    "const user = {login: login, password: hashed, age: 5}\n",
    "save({\n  user: name,\n  password: digested,\n})\n",
    "user: bob\npassword: unchanged\n",
    "user: bob\nage: 30\n\nfields:\n  password: whatever\n",
    "def user(login: bob):\n    password: whatever\n",
    "user=alice password=accepted time=12ms\n",
    "user: bob\nenabled: yes\npassword: undisclosed words\n",
    '{"username": "kennwort", "password": "kennwort"}\n',
)

CLEAN: Final = {
    "addresses with templates": tuple(f"postgres://app:{word}@db.prod.io:5432/main" for word in NO_PASSWORDS),
    "addresses of nobody": tuple(
        f"https://{pair}@{host}/x"
        for pair in ("user:password", "user:pass", "admin:admin")
        for host in NOBODYS
    ),
    "placeholders": tuple(line.replace("()", word) for word in PLACEHOLDERS for line in ASSIGNMENTS),
    "programs": CODE,
    "prose": PROSE,
    "configuration": CONFIGURATION,
    "explanations": RUSSIAN,
    "commands": COMMANDS,
    "kinds of passwords": NO_WORDS,
    "files and certificates": FILES,
    **{name: (line * 30,) for name, line in LISTS.items()},
}
