// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "scratchroot.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QRegularExpression>

#include <algorithm>

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

const auto someProxy = QStringLiteral("proxy.example:3128");

/// What is asked for.
struct Wish
{
    QString base;
    QString arch;
    bool proxy = false;

    bool isFocal() const { return base == u"focal"; }
    bool isResolute() const { return base == u"resolute"; }
    bool isArm() const { return arch == u"arm"; }
};

using When = bool (*)(const Wish &);
bool always(const Wish &)
{
    return true;
}
bool onFocal(const Wish &wish)
{
    return wish.isFocal();
}
bool notOnFocal(const Wish &wish)
{
    return !wish.isFocal();
}
bool onResolute(const Wish &wish)
{
    return wish.isResolute();
}
bool onArm(const Wish &wish)
{
    return wish.isArm();
}
bool byProxy(const Wish &wish)
{
    return wish.proxy;
}

/// One effect of CONTRACT.md, "What the image contains": a line among the calls (%1 is the base, %2 the architecture),
/// there in these cases and in no other.
struct Call
{
    When when;
    const char *line;
};

const Call calls[] = {
    {always, "hostnamectl set-hostname github-runner"},
    {always, "snap install aproxy --edge"},
    {always, "snap install opentelemetry-collector --stable"},
    {always, "snap disable opentelemetry-collector"},
    {byProxy, "snap set system proxy.http=http://proxy.example:3128 proxy.https=http://proxy.example:3128"},
    {byProxy, "snap set aproxy proxy=proxy.example:3128 listen=:8444"},
    {byProxy,
     "\t\tip daddr != { 10.0.0.0/8, 127.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 } tcp dport { 80, 443 } counter "
     "dnat to 10.0.0.5:8444"},
    {byProxy, "snap unset system proxy.http proxy.https"},
    {always, "apt-get update"},
    {always, "apt-get upgrade"},
    {onArm, "dpkg --add-architecture armhf"},
    {onArm, "runuser -u ubuntu -- env HOME=/home/ubuntu rustup default stable"},
    {onResolute, "add-apt-repository -y ppa:dotnet/backports"},
    {onFocal, "chmod 0644 /etc/apt/keyrings/githubcli-archive-keyring.gpg"},
    {always,
     "systemctl disable --now apt-daily.timer apt-daily.service apt-daily-upgrade.timer apt-daily-upgrade.service"},
    {always, "apt-get remove unattended-upgrades"},
    {always, "sysctl -p /etc/sysctl.d/90-github-runner.conf"},
    {always, "chmod 0777 /usr/local/bin"},
    {notOnFocal, "npm install --global yarn"},
    {always, "snap install go --classic"},
    {always, "git clone --quiet --depth 1 -- https://github.com/mikefarah/yq.git /tmp/new/yq"},
    {always, "go build -o /usr/bin/yq ."},
    {always, "snap remove --purge go"},
    {always, "usermod --append --groups docker,microk8s,lxd,sudo ubuntu"},
    {always, "usermod --append --groups docker,microk8s,lxd,sudo runner"},
    {always, "loginctl enable-linger ubuntu"},
    {always,
     "useradd --non-unique --uid 1000 --gid 1000 --no-create-home --home-dir /home/ubuntu --shell /bin/bash runner"},
    {always, "tar -xzf /tmp/new/actions-runner-linux-%2-2.330.0.tar.gz -C /home/ubuntu/actions-runner"},
    {always, "chown -R ubuntu:ubuntu /home/ubuntu"},
};

/// The packages that are installed, as the contract lists them.
QStringList wantedPackages(const Wish &wish)
{
    auto names = QStringLiteral("build-essential cargo docker.io gh jq npm pkg-config python-is-python3 python3-dev "
                                "python3-pip rustc shellcheck socat tar time unzip wget")
                     .split(u' ');
    if (wish.arch == u"s390x" || wish.arch == u"ppc64le")
        names << QStringLiteral("dotnet-runtime-8.0");
    if (wish.isArm()) {
        names.removeAll(QStringLiteral("cargo"));
        names.removeAll(QStringLiteral("rustc"));
        names << QStringLiteral("libc6:armhf") << QStringLiteral("libatomic1:armhf") << QStringLiteral("rustup")
              << QStringLiteral("docker-buildx")
              << (wish.isResolute() ? QStringLiteral("libicu78:armhf") : QStringLiteral("libicu74:armhf"));
    }
    if (wish.isFocal())
        names << QStringLiteral("nftables");
    names.sort();
    return names;
}

/// The packages of the one call that installs them.
QStringList packagesOf(const QByteArrayList &lines)
{
    for (const auto &line : lines)
        if (const QByteArray start = "apt-get install --no-install-recommends "; line.startsWith(start + "build-"))
            if (auto names = QString::fromUtf8(line.mid(start.size())).split(u' '); !names.isEmpty()) {
                names.sort();
                return names;
            }
    return {};
}

/// Files and what is in them; where there shall be none, nothing.
QMap<QString, QByteArray> wantedFiles(const Wish &wish)
{
    const auto base = wish.base.toUtf8();
    QMap<QString, QByteArray> files{
        {"etc/sysctl.d/90-github-runner.conf", "net.core.default_qdisc=fq\nnet.ipv4.tcp_congestion_control=bbr\n"},
        {"home/ubuntu/.profile", "PATH=$PATH:$HOME/.local/bin\n"},
        {"home/ubuntu/.bashrc", "PATH=$PATH:$HOME/.local/bin\n"}};
    if (wish.isArm()) {
        files["etc/apt/sources.list.d/ubuntu.sources"] =
            "Types: deb\nArchitectures: arm64\nURIs: http://archive.example/ubuntu\nSuites: noble\n";
        files["etc/apt/sources.list.d/armhf-ports.sources"] =
            "Types: deb\nURIs: PORTS/ubuntu-ports\nSuites: " + base + ' ' + base + "-updates " + base +
            "-security\nComponents: main restricted universe multiverse\nArchitectures: armhf\n"
            "Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n";
        files["etc/cloud/cloud.cfg.d/99-armhf-preserve-apt-sources.cfg"] = "apt: {preserve_sources_list: true}\n";
    }
    if (wish.isFocal()) {
        const QMap<QString, QByteArray> native{{"x64", "amd64"}, {"ppc64le", "ppc64el"}};
        files["etc/apt/sources.list.d/github-cli.list"] =
            "deb [arch=" + native.value(wish.arch, wish.arch.toUtf8()) +
            " signed-by=/etc/apt/keyrings/githubcli-archive-keyring.gpg] https://cli.github.com/packages stable main\n";
        files["etc/apt/keyrings/githubcli-archive-keyring.gpg"] = "archive";
    }
    return files;
}

} // namespace

/// What CONTRACT.md says that an image contains, for every base, architecture, with and without a proxy.
class ImageContentTest : public QObject
{
    Q_OBJECT

    static bool isRefused(const QString &base, const QString &arch)
    {
        return arch == u"arm" && (base == u"focal" || base == u"jammy");
    }

private Q_SLOTS:
    void everyImageHasWhatTheContractSays_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("arch");
        QTest::addColumn<bool>("proxy");
        for (const auto *base : {"focal", "jammy", "noble", "resolute"})
            for (const auto *arch : {"x64", "arm64", "s390x", "ppc64le", "arm"})
                for (const bool proxy : {false, true})
                    QTest::addRow("%s-%s%s", base, arch, proxy ? "-proxy" : "") << base << arch << proxy;
    }
    void everyImageHasWhatTheContractSays()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, arch);
        QFETCH(const bool, proxy);
        const Wish wish{.base = base, .arch = arch, .proxy = proxy};
        auto request = requestOf(base, arch);
        if (proxy)
            request.proxy = someProxy;
        const ScratchRoot root(request);
        const auto ended = root.run();
        if (isRefused(base, arch)) {
            QVERIFY2(ended.output.contains("cannot be made on " + base.toUtf8()), ended.output.constData());
            return;
        }
        QVERIFY2(ended.exitCode == 0, ended.output.constData());

        const auto lines = root.lines();
        QStringList wrong;
        for (const auto &call : calls) {
            auto line = QByteArray(call.line);
            line.replace("%2", arch.toUtf8());
            if (lines.contains(line) != call.when(wish))
                wrong << (call.when(wish) ? QStringLiteral("missing: ") : QStringLiteral("not wanted: ")) +
                             QString::fromUtf8(call.line);
        }
        QCOMPARE(wrong, QStringList());
        QCOMPARE(packagesOf(lines), wantedPackages(wish));
        const auto installed =
            std::ranges::find_if(lines, [](const QByteArray &line) { return line.contains(" build-essential "); });
        QVERIFY(std::ranges::find(lines, "apt-get upgrade") < installed);

        const auto files = wantedFiles(wish);
        static const QRegularExpression ports(QStringLiteral("http://ports[.][a-z.]+com/"));
        for (const auto &[path, content] : files.asKeyValueRange())
            QCOMPARE(QString::fromUtf8(root.content(path)).replace(ports, QStringLiteral("PORTS/")).toUtf8(), content);
        for (const auto &path : {QStringLiteral("etc/apt/sources.list.d/armhf-ports.sources"),
                                 QStringLiteral("etc/apt/sources.list.d/github-cli.list")})
            QCOMPARE(QFile::exists(root.onDisk(path)), files.contains(path));
        QCOMPARE(QFileInfo(root.onDisk(QStringLiteral("home/runner"))).symLinkTarget(), QStringLiteral("/home/ubuntu"));
        QVERIFY(
            root.calls().contains("--url https://github.com/canonical/github-actions-runner/releases/download/v2.330.0/"
                                  "actions-runner-linux-" +
                                  arch.toUtf8() + "-2.330.0.tar.gz\n"));
    }

    void case16_neitherProxyNorMirrorsStayInTheImage()
    {
        for (const auto *base : {u"jammy", u"resolute"}) {
            auto request = requestOf(QString(base), QStringLiteral("x64"));
            request.proxy = someProxy;
            for (const auto &name : build::ContentMirrors::sources().keys())
                request.content.urls[name] = QUrl(QStringLiteral("http://mirror/") + name);
            const ScratchRoot root(request);
            root.put(QStringLiteral("var/lib/apt/lists/mirror_apt_dists_noble_InRelease"), "of the mirror");
            root.put(QStringLiteral("root/.npm/_logs/debug.log"), "http://mirror/npm");
            const auto ended = root.run();
            QVERIFY2(ended.exitCode == 0, ended.output.constData());
            QCOMPARE(root.filesWith(someProxy.toUtf8()) + root.filesWith("mirror"), QStringList());
        }
    }

    void anAirGappedImageIsMadeFromItsMirrorsAlone_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("arch");
        QTest::addColumn<QByteArray>("archive"); ///< Ubuntu's, at the mirror
        QTest::addColumn<QStringList>("leftOut");
        const QStringList snaps{"aproxy", "opentelemetry-collector", "yq"};
        QTest::newRow("noble-x64") << "noble" << "x64" << QByteArray("http://mirror/ubuntu") << snaps;
        QTest::newRow("noble-arm") << "noble" << "arm" << QByteArray("http://mirror/ports") << snaps;
        QTest::newRow("focal-arm64") << "focal" << "arm64" << QByteArray("http://mirror/ports")
                                     << snaps + QStringList{"gh"};
        QTest::newRow("resolute-s390x") << "resolute" << "s390x" << QByteArray("http://mirror/ports")
                                        << snaps + QStringList{"ppa:dotnet/backports", "dotnet-runtime-8.0"};
    }
    void anAirGappedImageIsMadeFromItsMirrorsAlone()
    {
        QFETCH(const QString, base);
        QFETCH(const QString, arch);
        QFETCH(const QByteArray, archive);
        QFETCH(const QStringList, leftOut);
        auto request = requestOf(base, arch);
        request.proxy = someProxy; // there is no aproxy to send through it
        for (const auto *entry : {"runner=http://mirror/releases", "apt=http://mirror/ubuntu",
                                  "ports=http://mirror/ports", "npm=http://mirror/npm", "snaps=off", "ppa=off"}) {
            const auto parts = QString::fromLatin1(entry).split(u'=');
            QVERIFY(build::takeContentMirror(request.content, parts[0], parts[1]));
        }
        const ScratchRoot root(request);
        const auto sourcesBefore = root.content(QStringLiteral("etc/apt/sources.list"));
        const auto ended = root.run();
        QVERIFY2(ended.exitCode == 0, ended.output.constData());
        const auto calls = root.calls();
        QVERIFY2(!calls.contains("http://archive") && !calls.contains("https://"), calls.constData());
        QVERIFY(!calls.contains("\nsnap ") && !calls.contains("\nnft ") && !calls.contains("add-apt-repository"));
        QVERIFY(calls.contains("--url http://mirror/releases/download/v2.330.0/"));
        QCOMPARE(request.leftOut(), leftOut);
        for (const auto &name : leftOut)
            QVERIFY2(!calls.contains(' ' + name.toUtf8() + ' '), qPrintable(name));
        const auto sources = root.content(QStringLiteral("sources"));
        QVERIFY2(sources.contains(archive) && !sources.contains("archive.example"), sources.constData());
        QVERIFY2(!sources.contains("//ports."), sources.constData());
        QCOMPARE(root.content(QStringLiteral("etc/apt/sources.list")), sourcesBefore);
        QCOMPARE(root.content(QStringLiteral("run/imagebuilder.facts")).left(5), "note "); // no release to ask
    }
};

IMAGEBUILDER_TEST(ImageContentTest, "imagecontent")
#include "imagecontenttest.moc"
