// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/plankeys.h"

#include "app/parsing.h"
#include "app/plan/keygroups.h"
#include "app/plan/taking.h"

namespace imagebuilder::app {

namespace {

const QString ofSource = QStringLiteral("Base images");
const QString ofPlace = QStringLiteral("Where the VM is");

QList<PlanKey> whatIsBuilt()
{
    return {
        {.path = QStringLiteral("cloud"),
         .valueName = QStringLiteral("CLOUD"),
         .help = QStringLiteral("cloud of clouds.yaml where VMs are built [$OS_CLOUD, else the first]"),
         .take = text([](Plan &plan) -> auto & { return plan.cloud; }),
         .namesClouds = true},
        {.path = QStringLiteral("bases"),
         .valueName = QStringLiteral("BASE"),
         .help = QStringLiteral("releases to build on: 20.04|focal, 22.04|jammy, 24.04|noble, 26.04|resolute"),
         .take = each([](Plan &plan) -> auto & { return plan.bases; }, images::findRelease)},
        {.path = QStringLiteral("architectures"),
         .valueName = QStringLiteral("ARCH"),
         .help = QStringLiteral("arm64, x64, s390x, ppc64le, arm"),
         .take = each([](Plan &plan) -> auto & { return plan.archs; }, images::findArch)},
        {.path = QStringLiteral("keep"),
         .option = QStringLiteral("-k,--keep-revisions"),
         .valueName = QStringLiteral("N"),
         .help = QStringLiteral("revisions kept in each project [5]"),
         .take = number([](Plan &plan) -> auto & { return plan.request.keep; }, 1, 1000),
         .form = PlanKey::Form::Number},
        {.path = QStringLiteral("keep-age"),
         .option = QStringLiteral("--keep-age"),
         .valueName = QStringLiteral("AGE"),
         .help = QStringLiteral("older revisions go too, but for the newest, as 30d [age does not matter]"),
         .take = text([](Plan &plan) -> auto & { return plan.request.keepAge; }, parseAge)},
        {.path = QStringLiteral("runner-version"),
         .option = QStringLiteral("--runner-version"),
         .valueName = QStringLiteral("X.Y.Z"),
         .help = QStringLiteral("GitHub runner [the latest]"),
         .take = text([](Plan &plan) -> auto & { return plan.request.runnerVersion; }, parseRunnerVersion)},
        {.path = QStringLiteral("runner-sha256"),
         .option = QStringLiteral("--runner-sha256"),
         .valueName = QStringLiteral("HEX"),
         .help = QStringLiteral("digest of the runner's archive, or ARCH=HEX for each [its release is asked]"),
         .take = TakeList(takeRunnerDigests)},
        {.path = QStringLiteral("content-mirrors"),
         .option = QStringLiteral("--content-mirror"),
         .valueName = QStringLiteral("NAME=URL"),
         .help =
             QStringLiteral("where runner, apt, ports, npm, go and yq come from; snaps=off, ppa=off leave these out"),
         .take = TakeEntry(takeMirror),
         .form = PlanKey::Form::Switch},
        {.path = QStringLiteral("flavor"),
         .option = QStringLiteral("--flavor"),
         .valueName = QStringLiteral("FLAVOR"),
         .help = QStringLiteral("of the builder VM [the smallest that fits]"),
         .take = text([](Plan &plan) -> auto & { return plan.request.flavor; })},
        {.path = QStringLiteral("network"),
         .option = QStringLiteral("--network"),
         .valueName = QStringLiteral("NETWORK"),
         .help = QStringLiteral("of the builder VM [that of the first subnet]"),
         .take = text([](Plan &plan) -> auto & { return plan.request.network; })},
        {.path = QStringLiteral("prefix"),
         .option = QStringLiteral("--prefix"),
         .valueName = QStringLiteral("TEXT"),
         .help = QStringLiteral("start of the names of our resources"),
         .take = text([](Plan &plan) -> auto & { return plan.request.prefix; }),
         .ofBaseImages = true},
        {.path = QStringLiteral("proxy"),
         .option = QStringLiteral("--proxy"),
         .valueName = QStringLiteral("HOST:PORT"),
         .help = QStringLiteral("proxy for the VM while it builds"),
         .take = text([](Plan &plan) -> auto & { return plan.request.proxy; }, parseProxy)},
        {.path = QStringLiteral("script.url"),
         .option = QStringLiteral("--script-url"),
         .valueName = QStringLiteral("URL"),
         .help = QStringLiteral("script to run in the VM as root"),
         .take = text([](Plan &plan) -> auto & { return plan.request.scriptUrl; }, parseWebUrl)},
        {.path = QStringLiteral("script.sha256"),
         .option = QStringLiteral("--script-sha256"),
         .valueName = QStringLiteral("HEX"),
         .help = QStringLiteral("its only right digest"),
         .take = text([](Plan &plan) -> auto & { return plan.request.scriptSha256; }, parseSha256)},
        {.path = QStringLiteral("script.secrets"),
         .valueName = QStringLiteral("env:NAME|file:PATH|fd:N"),
         .help = QStringLiteral("where each secret of the script is; the script sees it under its key"),
         .take = TakeEntry(takeSecret)},
        {.path = QStringLiteral("consumers"),
         .option = QStringLiteral("--upload-clouds"),
         .valueName = QStringLiteral("CLOUDS"),
         .help = QStringLiteral("consumers, a list of clouds"),
         .take = TakeList(takeConsumers),
         .namesClouds = true},
        {.path = QStringLiteral("distribution"),
         .option = QStringLiteral("--distribution"),
         .valueName = QStringLiteral("WAY"),
         .help = QStringLiteral("copy, share, import or auto; a list with CLOUD=WAY for consumers that differ [copy]"),
         .take = TakeList(takeDistribution)},
        {.path = QStringLiteral("hub"),
         .option = QStringLiteral("--hub"),
         .valueName = QStringLiteral("CLOUD"),
         .help = QStringLiteral("whose project holds what is shared [the build cloud, elsewhere the first consumer]"),
         .take = text([](Plan &plan) -> auto & { return plan.request.distribution.hub; }),
         .namesClouds = true},
        {.path = QStringLiteral("verify"),
         .option = QStringLiteral("--verify"),
         .valueName = QStringLiteral("SWITCH"),
         .help = QStringLiteral("on or off: boot the new image and check it before anybody gets it [off]"),
         .take = text([](Plan &plan) -> auto & { return plan.request.verify; }, parseSwitch),
         .form = PlanKey::Form::Switch},
        {.path = QStringLiteral("verify-script"),
         .option = QStringLiteral("--verify-script"),
         .valueName = QStringLiteral("FILE"),
         .help = QStringLiteral("a check of your own, run there as root; exit code 0 passes (implies --verify on)"),
         .take = content([](Plan &plan) -> auto & { return plan.request.verifyScript; })},
        {.path = QStringLiteral("user-data"),
         .option = QStringLiteral("--user-data"),
         .valueName = QStringLiteral("FILE"),
         .help = QStringLiteral("cloud-init user-data instead of our script"),
         .take = content([](Plan &plan) -> auto & { return plan.request.userData; })},
        {.path = QStringLiteral("max-age"),
         .valueName = QStringLiteral("DURATION"),
         .help = QStringLiteral("with --if-changed, an image that is older is built anew [never]"),
         .take = text([](Plan &plan) -> auto & { return plan.freshness.maxAge; }, parseDuration),
         .form = PlanKey::Form::Duration},
        {.path = QStringLiteral("runner-releases"),
         .variable = QStringLiteral("IMAGEBUILDER_RUNNER_RELEASES"),
         .valueName = QStringLiteral("URL"),
         .help = QStringLiteral("page whose /latest leads to the newest runner, for --if-changed [") +
                 runnerReleasesPage + u']',
         .take = text([](Plan &plan) -> auto & { return plan.freshness.runnerReleases; }, parseWebUrl)},
    };
}

QList<PlanKey> whereTheVmIs()
{
    return {
        {.path = QStringLiteral("availability-zone"),
         .option = QStringLiteral("--availability-zone"),
         .valueName = QStringLiteral("ZONE"),
         .help = QStringLiteral("of the builder VM [Nova's choice]"),
         .group = ofPlace,
         .take = text([](Plan &plan) -> auto & { return plan.request.availabilityZone; })},
        {.path = QStringLiteral("volume.type"),
         .option = QStringLiteral("--volume-type"),
         .valueName = QStringLiteral("TYPE"),
         .help = QStringLiteral("of the volume that the VM boots from [the cloud's default]"),
         .group = ofPlace,
         .take = text([](Plan &plan) -> auto & { return plan.request.volumeType; })},
        {.path = QStringLiteral("volume.size"),
         .option = QStringLiteral("--volume-size"),
         .valueName = QStringLiteral("GIB"),
         .help = QStringLiteral("of the volume that the VM boots from [20, and no volume where the flavor has a disk]"),
         .group = ofPlace,
         .take = number([](Plan &plan) -> auto & { return plan.request.volumeGiB; }, 20, 16384),
         .form = PlanKey::Form::Number},
        {.path = QStringLiteral("ip-version"),
         .option = QStringLiteral("--ip-version"),
         .valueName = QStringLiteral("VERSION"),
         .help = QStringLiteral("4 or 6: how the VM is reached [by whichever answers]"),
         .group = ofPlace,
         .take = text([](Plan &plan) -> auto & { return plan.request.ipVersion; }, parseIpVersion),
         .form = PlanKey::Form::Number},
        {.path = QStringLiteral("floating-network"),
         .option = QStringLiteral("--floating-network"),
         .valueName = QStringLiteral("NETWORK"),
         .help = QStringLiteral("external network to take a floating IP from, released at the end [none is taken]"),
         .group = ofPlace,
         .take = text([](Plan &plan) -> auto & { return plan.request.floatingNetwork; })},
    };
}

QList<PlanKey> whereItComesFrom()
{
    return {
        {.path = QStringLiteral("mirror"),
         .option = QStringLiteral("--mirror"),
         .variable = QStringLiteral("IMAGEBUILDER_MIRROR"),
         .valueName = QStringLiteral("URL|PATH"),
         .help = QStringLiteral("where Ubuntu's cloud images lie: a web address, a folder like it, or one image file "
                                "(PATH#sha256=HEX) [") +
                 images::SourceOptions().mirror.toString() + u']',
         .group = ofSource,
         .take = text([](Plan &plan) -> auto & { return plan.source.mirror; }, parseMirror),
         .ofInit = true,
         .ofBaseImages = true},
        {.path = QStringLiteral("image-signature"),
         .option = QStringLiteral("--image-signature"),
         .valueName = QStringLiteral("SWITCH"),
         .help = QStringLiteral("on or off: check the signature of the mirror's checksums [on]"),
         .group = ofSource,
         .take = text([](Plan &plan) -> auto & { return plan.source.checkSignature; }, parseSwitch),
         .form = PlanKey::Form::Switch,
         .ofInit = true,
         .ofBaseImages = true},
        {.path = QStringLiteral("image-keyring"),
         .option = QStringLiteral("--image-keyring"),
         .variable = QStringLiteral("IMAGEBUILDER_IMAGE_KEYRING"),
         .valueName = QStringLiteral("FILE"),
         .help = QStringLiteral("keyring to check it with [Ubuntu's, of the package ubuntu-keyring]"),
         .group = ofSource,
         .take = path([](Plan &plan) -> auto & { return plan.source.keyring; }),
         .ofInit = true,
         .ofBaseImages = true},
        {.path = QStringLiteral("base-image-date"),
         .option = QStringLiteral("--date,--base-image-date"),
         .valueName = QStringLiteral("YYYYMMDD"),
         .help = QStringLiteral("pin upstream's release of this day [current]"),
         .group = ofSource,
         .take = text([](Plan &plan) -> auto & { return plan.source.date; }, parseDate),
         .ofInit = true,
         .ofBaseImages = true},
    };
}

/// `run` and `build` have options of their own for these.
} // namespace

const QList<PlanKey> &planKeys()
{
    static const auto all = whatIsBuilt() + howImagesAreLabelled() + whoShowsIt() + whereTheVmIs() +
                            whereItComesFrom() + howItIsReached() + whatFollows() + whatStaysHere();
    return all;
}

Result<void> takeOption(const PlanKey &key, Plan &plan, const QString &text)
{
    if (const auto *const take = std::get_if<TakeText>(&key.take))
        return (*take)(plan, text);
    if (const auto *const take = std::get_if<TakeList>(&key.take)) {
        IB_TRY(const auto items, parseList(text));
        return (*take)(plan, items);
    }
    IB_TRY(const auto items, parseList(text));
    for (const auto &item : items)
        IB_CHECK(std::get<TakeEntry>(key.take)(plan, item.section(u'=', 0, 0), item.section(u'=', 1)));
    return {};
}

Result<void> takeEnvironment(Plan &plan, const QProcessEnvironment &environment)
{
    for (const auto &key : planKeys()) {
        if (key.variable.isEmpty() || !environment.contains(key.variable))
            continue;
        const auto taken = takeOption(key, plan, environment.value(key.variable));
        if (!taken)
            return std::unexpected(taken.error().withContext(QStringLiteral("variable %1").arg(key.variable)));
    }
    return {};
}

} // namespace imagebuilder::app
