/** What the servers of the third set do beyond the others: an own network with rights, mail, a content management system. */
import type { Additions } from "./nginx.ts";
import type { Paths } from "./servers.ts";

/** The trust's own network. */
const own = "192.0.2.0/24";

export function thirdNginx({ passwords }: Paths): Additions {
  const mailbox = `auth_basic "mail"; auth_basic_user_file ${passwords}; proxy_pass http://127.0.0.1:8090/mail;`;
  return {
    www: `
    location = /nginx_status { allow ${own}; deny all; stub_status; }
    location = /csp-report { return 204; }
    location = /Microsoft-Server-ActiveSync { ${mailbox} }
    location = /autodiscover/autodiscover.xml { ${mailbox} }
    location = /EWS/Exchange.asmx { ${mailbox} }
    location = /status { return 200 "up\\n"; }`,
    api: `location = /metrics { allow ${own}; deny all; proxy_pass http://127.0.0.1:8090; }`,
  };
}

/** Who is signed in carries a cookie; the password form sends away (302) whom it knows and shows itself again (200) to others. */
export function thirdApache({ passwords }: Paths): Additions {
  return {
    blog: `
  DirectoryIndex index.html index.php
  RewriteCond %{REQUEST_METHOD} =POST
  RewriteCond %{HTTP_COOKIE} lab=owner
  RewriteRule ^/wp-login\\.php$ /wp-admin/ [R=302,L]
  RewriteCond %{HTTP_COOKIE} !lab=owner
  RewriteRule ^/wp-admin/ /wp-login.php [R=302,L]
  RewriteCond %{HTTP_COOKIE} !lab=owner
  RewriteRule ^/wp-json/wp/v2/settings$ - [R=401,L]
  <Location /server-status>
    SetHandler server-status
    Require ip ${own}
  </Location>
  <FilesMatch "\\.php$">
    ForceType text/html
  </FilesMatch>`,
    files: `
  <Location /provisioning>
    Require ip ${own}
  </Location>
  <Location /dav-private>
    AuthType Basic
    AuthName "Larkfield"
    AuthUserFile ${passwords}
    Require valid-user
  </Location>`,
  };
}
