// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/main/arguments.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::simcloud {

namespace {

constexpr auto example = R"(
Prints one line of JSON when it serves: {"clouds": "…/clouds.yaml", "folder": "…", "url": "http://127.0.0.1:…"}.
Example:
  imagebuilder-simcloud --accounts builder:ci --accounts consumer:ci --time-scale 20 &
  OS_CLIENT_CONFIG_FILE=…/clouds.yaml openstack --os-cloud builder image list)";

QList<Account> accountsFrom(const std::vector<std::string> &texts)
{
    QList<Account> accounts;
    for (const auto &text : texts) {
        const auto parts = QString::fromStdString(text).split(u':');
        accounts.append({.project = parts[0], .user = parts.value(1, parts[0]), .password = parts.mid(2).join(u':')});
    }
    return accounts;
}

} // namespace

std::expected<Arguments, int> parseArguments(int argc, char **argv)
{
    Arguments arguments;
    auto &options = arguments.options;
    std::string folder;
    std::string mirror;
    std::string snapshotFormat = "qcow2";
    std::vector<std::string> regions = {"RegionOne"};
    std::vector<std::string> importMethods;
    std::vector<std::string> accounts = {"builder:builder", "consumer:consumer", "consumer2:consumer2", "admin:admin"};
    qint64 tokenLife = 4LL * 3600;

    CLI::App app("A simulated OpenStack on loopback: Keystone, Nova, Glance and Neutron for tests and demos.",
                 "imagebuilder-simcloud");
    app.footer(example);
    app.set_version_flag("--version", IMAGEBUILDER_VERSION);
    app.add_option("--port", options.port, "TCP port of 127.0.0.1; 0 takes a free one")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    app.add_option("--folder", folder, "where images, VM disks and clouds.yaml lie; default: a temporary one");
    app.add_option("--accounts", accounts, "PROJECT:USER[:PASSWORD], may be repeated; the project admin administers")
        ->capture_default_str();
    app.add_option("--region", regions, "name of a region, may be repeated; each has a Glance of its own")
        ->capture_default_str();
    app.add_option("--import-method", importMethods, "that every Glance offers, may be repeated: glance-download");
    app.add_option("--time-scale", options.timeScale, "simulated seconds in a real one")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app.add_option("--token-life", tokenLife, "seconds until a token expires")->capture_default_str();
    app.add_option("--page-limit", options.pageLimit, "most elements of a list in one answer; 0: as the services do");
    app.add_option("--null-store", options.nullStore,
                   "bytes of every snapshot, made up and not kept, and so are uploads at least that long");
    app.add_option("--snapshot-format", snapshotFormat, "disk_format of snapshots")->capture_default_str();
    app.add_option("--mirror", mirror, "folder served at /mirror/")->check(CLI::ExistingDirectory);
    app.add_flag("--with-parent", arguments.withParent, "end when standard input closes");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const int code = app.exit(error);
        return std::unexpected(code);
    }
    options.folder = QString::fromStdString(folder);
    options.mirror = QString::fromStdString(mirror);
    options.snapshotFormat = QString::fromStdString(snapshotFormat);
    options.tokenLife = seconds(tokenLife);
    options.accounts = accountsFrom(accounts);
    options.regions.clear();
    for (const auto &region : regions)
        options.regions.append(QString::fromStdString(region));
    for (const auto &method : importMethods)
        options.importMethods.append(QString::fromStdString(method));
    return arguments;
}

} // namespace imagebuilder::simcloud
