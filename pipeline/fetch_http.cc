#include <fmt/format.h>

#include <utility>

#include "extractors/text.h"
#include "pipeline/fetch_kinds.h"
#include "pipeline/json_writer.h"
#include "pipeline/redirects.h"

namespace benchledger {
namespace {

HttpRequest request_for(const Source& source, const FetchContext& context) {
  HttpRequest request;
  request.url = source.url;
  request.user_agent = context.user_agent;
  request.allow_private = source.allow_private;
  request.at_once = source.at_once;
  request.pace = source.pace;
  request.limits = context.limits;
  request.limits.body_bytes = source.max_bytes;
  if (source.timeout_seconds) request.limits.total_ms = *source.timeout_seconds * 1000L;
  if (context.known) {
    Validators known = context.known(page_address(source));
    request.etag = std::move(known.etag);
    request.last_modified = std::move(known.last_modified);
  }
  return request;
}

PageOutcome outcome_of(HttpTrouble trouble) {
  switch (trouble) {
    case HttpTrouble::kBadUrl:
    case HttpTrouble::kAddress:
      return PageOutcome::kForbidden;
    case HttpTrouble::kRobots:
      return PageOutcome::kRobotsDenied;
    case HttpTrouble::kAskedToWait:
      return PageOutcome::kRateLimited;
    case HttpTrouble::kServer:
      return PageOutcome::kServerError;
    case HttpTrouble::kDns:
      return PageOutcome::kDns;
    case HttpTrouble::kRefused:
      return PageOutcome::kRefused;
    case HttpTrouble::kTls:
      return PageOutcome::kTls;
    case HttpTrouble::kTimeout:
      return PageOutcome::kTimeout;
    case HttpTrouble::kTooLarge:
      return PageOutcome::kTooLarge;
    case HttpTrouble::kRedirects:
      return PageOutcome::kRedirects;
    case HttpTrouble::kBroken:
      break;
  }
  return PageOutcome::kUnreadable;
}

// Of a status that brought no page.
PageOutcome outcome_of(int status) {
  switch (status) {
    case 401:
    case 402:
    case 403:
    case 407:
    case 451:
      return PageOutcome::kDenied;
    case 404:
      return PageOutcome::kNotFound;
    case 408:
      return PageOutcome::kTimeout;
    case 410:
      return PageOutcome::kGone;
    case 429:
      return PageOutcome::kRateLimited;
    case 204:
    case 205:
      return PageOutcome::kEmpty;
    default:
      return status >= 500 ? PageOutcome::kServerError : PageOutcome::kUnreadable;
  }
}

struct ContentType {
  std::string media_type;  // lower case
  std::string charset;     // lower case
};

// RFC 9110, section 8.3, read leniently.
ContentType read_content_type(const std::string* header) {
  ContentType type;
  if (header == nullptr) return type;
  const std::string text = lower_ascii(*header);
  type.media_type = text.substr(0, text.find_first_of("; \t,"));
  const std::size_t at = text.find("charset=");
  if (at == std::string::npos) return type;
  std::string value = text.substr(at + 8);
  if (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.erase(0, 1);
  type.charset = value.substr(0, value.find_first_of("\"'; \t,"));
  return type;
}

FetchOutcome failure_outcome(const Source& source, PageOutcome what, Error error) {
  FetchOutcome outcome;
  outcome.source_id = source.id;
  outcome.page_key = page_address(source);
  outcome.outcome = what;
  outcome.detail = error.message;
  outcome.error = std::move(error);
  return outcome;
}

std::optional<std::string> copy_of(const std::string* header) {
  return header == nullptr ? std::nullopt : std::optional<std::string>(*header);
}

FetchOutcome capture_outcome(const Source& source, const FetchContext& context,
                             HttpResponse response) {
  const ContentType type = read_content_type(response.header("content-type"));
  FetchOutcome outcome =
      page_outcome(source, page_address(source), std::move(response.body), type.charset);
  if (outcome.error) outcome.error->where = url_for_people(response.url);
  if (!outcome.capture) return outcome;
  if (response.moved_permanently) {
    outcome.outcome = PageOutcome::kMoved;
    outcome.detail = "now at " + url_for_people(response.url);
  }
  Capture& capture = *outcome.capture;
  capture.url = page_address(source);
  capture.final_url = std::move(response.url);
  capture.etag = copy_of(response.header("etag"));
  capture.last_modified = copy_of(response.header("last-modified"));
  capture.robots_tag = copy_of(response.header("x-robots-tag"));
  for (auto& header : response.headers) {
    if (!is_secret_header(header.first)) capture.response_headers.push_back(std::move(header));
  }
  if (!type.media_type.empty()) capture.media_type = type.media_type;
  if (context.clock != nullptr) capture.fetched_at = iso_time(context.clock->now());
  return outcome;
}

FetchOutcome wall_outcome(const Source& source, const HttpResponse& response, const Wall& wall) {
  return failure_outcome(
      source, PageOutcome::kBlocked,
      Error{ErrorKind::kInput, url_for_people(response.url),
            fmt::format("{} instead of the page: \"{}\" (rule {}, HTTP {})", to_string(wall.kind),
                        valid_utf8(wall.text), wall.rule, response.status),
            "the last good capture stays in use"});
}

// Walls come with the status of a page as well as with that of a refusal. Of a
// page that is not there, and of too many requests, the status says enough.
std::optional<Wall> wall_of(const FetchContext& context, const HttpResponse& response) {
  const int status = response.status;
  const bool page = status == 200 || status == 203;
  const bool refusal = status >= 400 && status != 404 && status != 410 && status != 429;
  if (context.walls == nullptr || (!page && !refusal)) return std::nullopt;
  return context.walls->find(response.body, response.headers);
}

std::string status_text(const HttpResponse& response) {
  const std::string text = fmt::format("HTTP {}", response.status);
  if (response.attempts == 1) return text;
  return fmt::format("{}, given up after {} attempts", text, response.attempts);
}

FetchOutcome response_outcome(const Source& source, const FetchContext& context, bool conditional,
                              HttpResponse response) {
  if (const auto wall = wall_of(context, response)) return wall_outcome(source, response, *wall);
  if (response.status == 200 || response.status == 203) {
    return capture_outcome(source, context, std::move(response));
  }
  if (response.status == 304 && conditional) {
    FetchOutcome outcome;
    outcome.source_id = source.id;
    outcome.page_key = page_address(source);
    outcome.outcome = PageOutcome::kUnchanged;
    outcome.detail = "HTTP 304";
    return outcome;
  }
  return failure_outcome(source, outcome_of(response.status),
                         Error{ErrorKind::kInput, url_for_people(response.url),
                               status_text(response), "the last good capture stays in use"});
}

FetchOutcome outcome_of(const Source& source, const FetchContext& context, bool conditional,
                        HttpResult result) {
  if (result) return response_outcome(source, context, conditional, std::move(*result));
  HttpFailure& failure = result.error();
  return failure_outcome(source, outcome_of(failure.trouble), std::move(failure.error));
}

// What this side has to say about itself and what it holds; the client adds
// what it can read.
HeaderList headers_sent(const FetchContext& context, Validators held) {
  HeaderList headers = {{"User-Agent", context.user_agent}};
  if (held.etag) headers.emplace_back("If-None-Match", std::move(*held.etag));
  if (held.last_modified) {
    headers.emplace_back("If-Modified-Since", std::move(*held.last_modified));
  }
  return headers;
}

}  // namespace

void start_http(const Source& source, const FetchContext& context, const FetchSink& sink) {
  HttpRequest request = request_for(source, context);
  if (!source.credential.empty()) {
    Result<std::string> header = read_credential(source.credential);
    if (!header) {
      sink(failure_outcome(source, PageOutcome::kDenied, std::move(header.error())));
      return;
    }
    request.authorization = std::move(*header);
  }
  HopCheck check;
  if (context.robots != nullptr && !source.robots_ignored) {
    check = [&context](const HttpRequest& hop, HopVerdict verdict) {
      context.robots->check(*context.http, hop.url, hop, std::move(verdict));
    };
  }
  Validators held{request.etag, request.last_modified};
  follow_redirects(*context.http, std::move(request), std::move(check),
                   [&source, &context, sink, held = std::move(held)](HttpResult&& result) mutable {
                     const bool conditional = held.etag || held.last_modified;
                     FetchOutcome outcome =
                         outcome_of(source, context, conditional, std::move(result));
                     if (outcome.capture) {
                       outcome.capture->request_headers = headers_sent(context, std::move(held));
                     }
                     sink(std::move(outcome));
                   });
}

}  // namespace benchledger
