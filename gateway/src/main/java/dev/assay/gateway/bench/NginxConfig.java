package dev.assay.gateway.bench;

import java.nio.file.Path;

/** The plain proxy whose processor time per request is the unit of all others. */
final class NginxConfig {
  private NginxConfig() {}

  /** A configuration that touches nothing outside the folder and listens on loopback alone. */
  static String text(Path folder, String upstream, int port) {
    String user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
    return user
        + """
        daemon off;
        worker_processes auto;
        pid FOLDER/nginx.pid;
        error_log FOLDER/nginx-error.log warn;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path FOLDER/nginx-body;
          proxy_temp_path FOLDER/nginx-proxy;
          fastcgi_temp_path FOLDER/nginx-fastcgi;
          uwsgi_temp_path FOLDER/nginx-uwsgi;
          scgi_temp_path FOLDER/nginx-scgi;
          client_max_body_size 64m;
          client_body_buffer_size 1m;
          keepalive_timeout 300s;
          keepalive_requests 1000000000;
          tcp_nodelay on;
          upstream provider {
            server UPSTREAM;
            keepalive 256;
            keepalive_requests 1000000000;
          }
          server {
            listen 127.0.0.1:PORT backlog=4096;
            location / {
              proxy_pass http://provider;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .replace("FOLDER", folder.toString())
            .replace("UPSTREAM", upstream)
            .replace("PORT", Integer.toString(port));
  }
}
