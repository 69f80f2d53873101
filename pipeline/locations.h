#pragma once
// Where a workspace keeps its things. One rule: everything the program writes
// is below the output folder, what it needs again in its .state folder.
//
//   OUT/<dated folders>, OUT/latest      what other tools read
//   OUT/.state/ledger.db                 the ledger
//   OUT/.state/captures/                 the captured pages
//
// In a checkout (a folder with fixtures/sources.yaml and out/) OUT is ./out
// and the sources are the fixtures; elsewhere the XDG folders.

#include <string>

namespace CLI {
class App;
}

namespace benchledger {

// As given on the command line; empty where not.
struct LocationOptions {
  std::string sources;
  std::string out;
  std::string ledger;
};

struct Locations {
  std::string sources;   // the sources file
  std::string out;       // the output folder
  std::string ledger;    // the ledger's file, or the address of a shared one
  std::string captures;  // the capture store's folder, beside the file or in .state
  std::string lock;      // held while a run writes
};

// Adds --out and --ledger; every command that reads or writes a ledger takes
// them.
void add_location_options(CLI::App& command, LocationOptions& options);

// Adds --as-of DATE to a command that reads a ledger. `time` becomes the last
// second it names ("2026-05-04T23:59:59Z"), or stays empty: now.
void add_as_of_option(CLI::App& command, std::string& time);

// Fills in what was not given, from the working directory and the environment.
[[nodiscard]] Locations locate(const LocationOptions& options);

}  // namespace benchledger
