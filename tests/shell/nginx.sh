#!/usr/bin/env bash
# Sourced: an nginx of one's own, on loopback only, with a certificate nobody trusts but who is told to.
#
#   start_nginx FOLDER   serves FOLDER/www; sets plain and tls (ports) and ca (PEM file), and logs one
#                        line a request to FOLDER/access.log; 77 where nginx or openssl is missing
#   stop_nginx

nginx_pid=

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# A throw-away authority and a certificate for localhost signed by it.
make_certificates() {
  local folder=$1
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj '/CN=throw-away authority' -keyout "$folder/ca.key" -out "$folder/ca.pem"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj '/CN=localhost' \
    -keyout "$folder/server.key" -out "$folder/server.csr"
  openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" \
    -CAcreateserial -days 2 -out "$folder/server.pem" \
    -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1')
}

nginx_configuration() {
  local folder=$1 modules=/usr/lib/nginx/modules brotli=
  if [[ -e $modules/ngx_http_brotli_filter_module.so ]]; then
    echo "load_module $modules/ngx_http_brotli_filter_module.so;"
    brotli='brotli on; brotli_types text/html text/plain; brotli_min_length 20;'
  fi
  cat <<CONF
daemon off;
worker_processes 1;
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 512; }
http {
  log_format facts '\$request_uri \$status \$server_protocol connection=\$connection requests=\$connection_requests '
                   'encoding=\$sent_http_content_encoding condition=\$http_if_none_match range=\$http_range '
                   'cookie=\$http_cookie authorization=\$http_authorization agent="\$http_user_agent"';
  access_log $folder/access.log facts;
  client_body_temp_path $folder/t1; proxy_temp_path $folder/t2; fastcgi_temp_path $folder/t3;
  uwsgi_temp_path $folder/t4; scgi_temp_path $folder/t5;
  types { text/html html; text/plain txt; text/markdown md; }
  default_type application/octet-stream;
  keepalive_requests 100000;
  root $folder/www;
  server {
    listen 127.0.0.1:$plain;
    location /bench/ { access_log off; }
    location /packed/ { gzip on; gzip_min_length 20; gzip_types text/plain; }
    location /brotli/ { gzip off; $brotli }
    location = /old.html { return 301 /page.html; }
    location = /seven.html { return 307 /page.html; }
    location = /round.html { return 302 /round.html; }
    location = /secure.html { return 301 https://localhost:$tls/page.html; }
    location = /gone.html { return 410; }
    location = /busy.html { add_header Retry-After 1 always; return 503; }
    location = /wall.html { default_type text/html;
      return 403 '<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>'; }
    location = /cookie.html { add_header Set-Cookie 'id=1'; try_files /page.html =404; }
    location /private/ { auth_basic private; auth_basic_user_file $folder/passwords; }
    location /slow/ { limit_rate 40; }
  }
  server {
    listen 127.0.0.1:$tls ssl http2;
    ssl_certificate $folder/server.pem;
    ssl_certificate_key $folder/server.key;
  }
}
CONF
}

start_nginx() {
  local folder=$1
  PATH=$PATH:/usr/sbin
  for needed in nginx openssl python3; do
    command -v "$needed" >/dev/null || { echo "skipped: no $needed"; exit 77; }
  done
  # shellcheck disable=SC2034  # ca is for who sources this
  plain=$(free_port) tls=$(free_port) ca=$folder/ca.pem
  mkdir -p "$folder/www"
  chmod 755 "$folder"  # the workers of a root nginx are nobody
  make_certificates "$folder" >"$folder/openssl.log" 2>&1
  printf 'reader:%s\n' "$(openssl passwd -apr1 open-sesame)" >"$folder/passwords"
  nginx_configuration "$folder" >"$folder/nginx.conf"
  nginx -p "$folder" -c "$folder/nginx.conf" 2>"$folder/nginx.err" &
  nginx_pid=$!
  for _ in $(seq 100); do
    if [[ -s $folder/nginx.pid ]] && (exec 3<>"/dev/tcp/127.0.0.1/$plain") 2>/dev/null; then return; fi
    kill -0 "$nginx_pid" 2>/dev/null || break
    sleep 0.05
  done
  cat "$folder/nginx.err" >&2
  exit 1
}

stop_nginx() {
  if [[ -n $nginx_pid ]]; then kill "$nginx_pid" 2>/dev/null || true; wait "$nginx_pid" 2>/dev/null || true; fi
  nginx_pid=
}
