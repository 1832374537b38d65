// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/explain/lookaround.h"

#include "app/plan/planreader.h"
#include "base/taskscope.h"
#include "build/properties.h"
#include "build/timelimit.h"

namespace imagebuilder::app {

using openstack::Properties;

namespace {

namespace property = build::property;

constexpr milliseconds cloudPatience = seconds(10);

/// Puts what a cloud says of a thing into a sighting.
void take(Sighting &sighting, const QString &name, const QString &status, const Properties &properties)
{
    auto &about = sighting.about;
    about.name = name;
    about.presence = {.state = Presence::State::There,
                      .status = status,
                      .imageState = properties.value(property::state),
                      .deployment = properties.value(property::deployment),
                      .silence = {}};
    sighting.build = properties.value(property::build);
}

Task<Result<Sighting>> askFor(openstack::Cloud *cloud, Explanation about, std::stop_token stop)
{
    Sighting sighting{.about = about, .build = {}};
    if (about.kind == u"image") {
        IB_CO_TRY(const auto image, co_await cloud->images().image(about.id, stop));
        take(sighting, image.name, image.status, image.properties);
    } else {
        IB_CO_TRY(const auto server, co_await cloud->compute().server(about.id, stop));
        take(sighting, server.name, server.status, server.metadata);
    }
    co_return Sighting(sighting);
}

/// One cloud's word on an id of unknown kind.
struct Word
{
    std::optional<Sighting> sighting;
    QString silence; ///< why it said nothing
};

Task<Word> askCloud(Backend &backend, QString cloud, QString id, std::stop_token stop)
{
    Word word;
    for (const auto &kind : {QStringLiteral("image"), QStringLiteral("server")}) {
        Explanation about;
        about.kind = kind;
        about.id = id;
        about.cloud = cloud;
        const auto sighting = co_await lookAt(backend, about, stop);
        if (sighting.about.presence.state == Presence::State::There) {
            word.sighting = sighting;
            co_return word;
        }
        if (!sighting.about.presence.silence.isEmpty())
            word.silence = sighting.about.presence.silence;
    }
    co_return word;
}

} // namespace

Task<Sighting> lookAt(Backend &backend, Explanation about, std::stop_token stop)
{
    if (about.kind != u"image" && about.kind != u"server")
        co_return Sighting{.about = about, .build = {}};
    const auto cloud = backend.cloud(about.cloud);
    if (!cloud) {
        about.presence.silence = cloud.error().message();
        co_return Sighting{.about = about, .build = {}};
    }
    const build::TimeLimit limit(backend.clock(), cloudPatience, stop);
    const auto seen = co_await askFor(*cloud, about, limit.token());
    if (seen)
        co_return Sighting(*seen);
    if (seen.error().kind() == ErrorKind::NotFound)
        about.presence.state = Presence::State::Gone;
    else
        about.presence.silence = limit.explained(seen.error(), QStringLiteral("cloud %1").arg(about.cloud)).message();
    co_return Sighting{.about = about, .build = {}};
}

Task<Result<Sighting>> findInClouds(Backend &backend, QString id, std::stop_token stop)
{
    const auto clouds = knownClouds(backend.settings());
    std::vector<Task<Word>> asking;
    for (const auto &cloud : clouds)
        asking.push_back(askCloud(backend, cloud, id, stop));
    const auto words = co_await all(std::move(asking));
    QStringList silent;
    for (const auto &word : words) {
        if (word.sighting)
            co_return *word.sighting;
        if (!word.silence.isEmpty())
            silent << word.silence;
    }
    auto text =
        QStringLiteral("neither the journal of %1 knows %2 as a build, image, server or anything else, nor has one "
                       "of the clouds an image or server of that id (%3)")
            .arg(backend.settings().folders.state, id, clouds.join(QStringLiteral(", ")));
    for (const auto &each : std::as_const(silent))
        text += QStringLiteral("; no answer: ") + each;
    co_return failure(silent.isEmpty() ? ErrorKind::NotFound : ErrorKind::Unavailable, text);
}

} // namespace imagebuilder::app
