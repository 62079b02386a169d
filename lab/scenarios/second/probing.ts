/** What those ask for who look for configuration, by purpose. From public wordlists and the manuals of the products. */
export const environment = [
  "/.env",
  "/.env.local",
  "/.env.bak",
  "/.env.production",
  "/api/.env",
  "/app/.env",
  "/backend/.env",
  "/.env.example",
];

export const configuration = [
  "/config.json",
  "/config.yml",
  "/config.php",
  "/config.php.bak",
  "/configuration.php",
  "/wp-config.php",
  "/wp-config.php.bak",
  "/web.config",
  "/appsettings.json",
  "/settings.json",
  "/settings.py",
  "/config/database.yml",
  "/conf/server.xml",
  "/application.properties",
];

export const status = [
  "/server-status",
  "/server-info",
  "/nginx_status",
  "/status",
  "/fpm-status",
  "/phpinfo.php",
  "/info.php",
  "/elmah.axd",
  "/trace.axd",
];

export const management = [
  "/actuator",
  "/actuator/env",
  "/actuator/health",
  "/actuator/configprops",
  "/actuator/mappings",
  "/actuator/heapdump",
  "/jolokia/list",
  "/manager/html",
  "/console/",
];

export const description = [
  "/swagger-ui.html",
  "/swagger.json",
  "/v2/api-docs",
  "/v3/api-docs",
  "/openapi.json",
  "/graphql",
  "/api/swagger.json",
  "/redoc",
];

export const versions = [
  "/CHANGELOG.md",
  "/CHANGELOG.txt",
  "/README.md",
  "/readme.html",
  "/version",
  "/version.txt",
  "/VERSION",
  "/composer.json",
  "/composer.lock",
  "/package.json",
  "/package-lock.json",
  "/wp-includes/version.php",
  "/license.txt",
  "/RELEASE-NOTES.txt",
];

export const sources = [
  "/.git/HEAD",
  "/.git/config",
  "/.git/index",
  "/.git/logs/HEAD",
  "/.git/refs/heads/master",
  "/.svn/entries",
  "/.svn/wc.db",
  "/.hg/hgrc",
  "/.gitignore",
  "/.DS_Store",
];

export const provisioning = [
  "/wpad.dat",
  "/proxy.pac",
  "/autodiscover/autodiscover.xml",
  "/autodiscover/autodiscover.json",
  "/mobileconfig.xml",
  "/EnrollmentServer/Discovery.svc",
  "/.well-known/autoconfig/mail/config-v1.1.xml",
  "/provisioning/000000000000.cfg",
  "/cisco/SEPDefault.cnf.xml",
  "/vpn/client.ovpn",
];

export const secretsOfClouds = [
  "/.aws/credentials",
  "/.aws/config",
  "/.ssh/id_rsa",
  "/.docker/config.json",
  "/.kube/config",
  "/.npmrc",
  "/.vscode/sftp.json",
  "/terraform.tfstate",
  "/docker-compose.yml",
  "/Dockerfile",
];

/** A bit of everything, in an order of its own. */
export const mixture = [
  ...environment.slice(0, 3),
  ...configuration.slice(0, 6),
  ...status.slice(0, 4),
  ...sources.slice(0, 3),
  ...management.slice(0, 3),
  ...description.slice(0, 3),
  ...versions.slice(0, 4),
  ...secretsOfClouds.slice(0, 4),
];
