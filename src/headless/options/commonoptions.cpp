// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/commonoptions.h"

#include "headless/options/binding.h"
#include "headless/options/parsing.h"

namespace imagebuilder::headless {

void addGlobalOptions(CLI::App &program, Invocation &invocation)
{
    parsedOption(program, "--log-level", invocation.logLevel, parseLogLevel,
                 "debug, info, warning, error, or 10, 20, 30, 40 [info]")
        ->type_name("LEVEL");
    textOption(program, "--os-cloud", invocation.cloud, "cloud of clouds.yaml [$OS_CLOUD, else the first]")
        ->type_name("NAME");
    auto &folders = invocation.settings.folders;
    const auto folder = [&program](const char *name, const char *variable, QString &target, const std::string &what) {
        textOption(program, name, target, what + " [" + target.toStdString() + "]")
            ->type_name("FOLDER")
            ->envname(variable);
    };
    folder("--state-dir", "IMAGEBUILDER_STATE_DIR", folders.state, "journal and keys");
    folder("--cache-dir", "IMAGEBUILDER_CACHE_DIR", folders.cache, "base images");
    folder("--log-dir", "IMAGEBUILDER_LOG_DIR", folders.log, "info.log, and one log per build");
}

void addOutputOption(CLI::App &command, Invocation &invocation)
{
    const auto parse = [](const QString &text) -> Result<OutputFormat> {
        if (text == u"text" || text == u"json")
            return text == u"json" ? OutputFormat::Json : OutputFormat::Text;
        return failure(ErrorKind::Usage, QStringLiteral("'%1' is neither text nor json").arg(text));
    };
    parsedOption(command, "--output", invocation.output, parse, "text or json [text]")->type_name("FORMAT");
}

void addSourceOptions(CLI::App &command, Invocation &invocation)
{
    auto &source = invocation.settings.source;
    const auto group = "Base images";
    parsedOption(command, "--mirror", source.mirror, parseWebUrl,
                 "where Ubuntu's cloud images lie [" + source.mirror.toString().toStdString() + "]")
        ->type_name("URL")
        ->envname("IMAGEBUILDER_MIRROR")
        ->group(group);
    parsedOption(command, "--image-signature", source.checkSignature, parseSwitch,
                 "on or off: check the signature of the mirror's checksums [on]")
        ->type_name("SWITCH")
        ->group(group);
    textOption(command, "--image-keyring", source.keyring,
               "keyring to check it with [" + source.keyring.toStdString() + "]")
        ->type_name("FILE")
        ->check(CLI::ExistingFile)
        ->group(group);
    parsedOption(command, "--date", source.date, parseDate, "pin upstream's release of this day [current]")
        ->type_name("YYYYMMDD")
        ->group(group);
    parsedOption(command, "--ssh-cidrs", invocation.settings.build.sshCidrs, parseCidrs,
                 "networks that may reach tcp 22 of the VMs, a comma list [everywhere]")
        ->type_name("NETWORKS");
}

void addBuildingOptions(CLI::App &command, Invocation &invocation)
{
    auto &build = invocation.settings.build;
    const auto group = "How VMs are reached, and for how long";
    textOption(command, "--ssh-user", build.sshUser, "user to log in as [" + build.sshUser.toStdString() + "]")
        ->type_name("NAME")
        ->envname("IMAGEBUILDER_SSH_USER")
        ->group(group);
    command.add_option("--ssh-port", build.sshPort, "TCP port of the VMs' sshd [22]")
        ->type_name("PORT")
        ->check(CLI::Range(1, 65535))
        ->envname("IMAGEBUILDER_SSH_PORT")
        ->group(group);
    fileOption(command, "--host-key-from", build.hostKeys,
               "the VM's public host keys, where the cloud shows no console")
        ->group(group);
    const auto deadline = [&command, group](const char *name, milliseconds &target, const char *what) {
        durationOption(command, name, target, what)->group(group);
    };
    deadline("--poll-interval", build.pollInterval, "how often the cloud is asked while something is about to change");
    deadline("--boot-deadline", build.bootDeadline, "until the VM is active");
    deadline("--provision-deadline", build.provisionDeadline, "until cloud-init is done");
    deadline("--script-deadline", build.scriptDeadline, "for the custom script");
    deadline("--stop-deadline", build.stopDeadline, "until the VM is stopped");
    deadline("--snapshot-deadline", build.snapshotDeadline, "until the snapshot is active");
    command
        .add_option_function<qint64>(
            "--ring-mib", [&build](qint64 mib) { build.ringBytes = mib * 1024 * 1024; },
            "memory for the copying of snapshots, in MiB [64]")
        ->type_name("MIB")
        ->check(CLI::Range(1, 1024))
        ->group(group);
}

void addExample(CLI::App &command, const std::string &example, const std::string &remarks)
{
    command.footer(remarks + "Example:\n  " + example +
                   "\n\nOptions before the command, and exit codes: imagebuilderd --help");
}

} // namespace imagebuilder::headless
