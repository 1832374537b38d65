// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/hookpublish.h"

#include "juju/publication.h"

#include <QtCore/QFile>

namespace imagebuilder::app {

using juju::Bag;

namespace {

/// In the peers' bag: "image-3" for relation image:3.
QString peersKey(const QString &relation)
{
    return QString(relation).replace(u':', u'-');
}

/// What the journal says for one consumer, a base after the other.
Bag bagFor(const HookState &state, const juju::Consumer &consumer, const Shown &shown)
{
    QList<juju::PublishedImage> images;
    for (const auto &base : state.plan.config.bases) {
        const auto found = shown.value(state.plan.imageName(base)).value(consumer.cloud);
        if (!found.imageId.isEmpty())
            images << juju::PublishedImage{found.imageId, state.plan.config.arch, base};
    }
    return juju::publicationBag(images);
}

Task<Result<void>> showTo(HookStatePtr state, QString relation, Bag publication, std::stop_token stop)
{
    IB_CO_TRY(const auto own, co_await state->tools.unitBag(relation, state->hook.unit, stop));
    if (juju::differs(own, publication))
        IB_CO_CHECK(co_await state->tools.setUnitBag(relation, publication, stop));
    co_return Result<void>{};
}

/// relation → publication, as the peers' bag has it.
QMap<QString, Bag> toldBag(const QStringList &relations, const Bag &peers)
{
    QMap<QString, Bag> told;
    for (const auto &relation : relations)
        if (const auto publication = juju::unpacked(peers.value(peersKey(relation))))
            told.insert(relation, *publication);
    return told;
}

/// The leader's word for the others, without relations that have gone.
Bag peersUpdate(const QMap<QString, Bag> &decided, const QStringList &relations, const Bag &peers)
{
    Bag update;
    QStringList present;
    for (const auto &relation : relations)
        present << peersKey(relation);
    for (const auto &key : peers.keys())
        if (key.startsWith(u"image-") && !present.contains(key))
            update.insert(key, QString());
    for (const auto &[relation, publication] : decided.asKeyValueRange())
        if (const auto text = juju::packed(publication); peers.value(peersKey(relation)) != text)
            update.insert(peersKey(relation), text);
    return update;
}

/// By the journal; by what the last leader said as long as this one has not looked at the clouds itself.
Result<QMap<QString, Bag>> decide(const HookState &state, const QMap<QString, Bag> &told)
{
    auto decided = told;
    if (!state.blocked.isEmpty())
        return decided;
    IB_TRY(const auto shown, state.shown());
    const bool knows = QFile::exists(state.places.looked());
    for (const auto &consumer : state.plan.consumers) {
        const auto publication = bagFor(state, consumer, shown);
        if (!publication.isEmpty() && (knows || !told.contains(consumer.relation)))
            decided.insert(consumer.relation, publication);
    }
    return decided;
}

} // namespace

Task<Result<void>> showImages(HookStatePtr state, std::stop_token stop)
{
    IB_CO_TRY(const auto relations, co_await state->tools.relationIds(QStringLiteral("image"), stop));
    IB_CO_TRY(const auto peerRelations, co_await state->tools.relationIds(QStringLiteral("builders"), stop));
    Bag peers;
    if (!peerRelations.isEmpty()) {
        const auto application = state->hook.application();
        IB_CO_TRY(peers, co_await state->tools.applicationBag(peerRelations.first(), application, stop));
    }
    auto publications = toldBag(relations, peers);
    if (state->leader) {
        IB_CO_TRY(publications, decide(*state, publications));
        const auto update = peersUpdate(publications, relations, peers);
        if (!peerRelations.isEmpty() && !update.isEmpty())
            IB_CO_CHECK(co_await state->tools.setApplicationBag(peerRelations.first(), update, stop));
    }
    for (const auto &[relation, publication] : publications.asKeyValueRange())
        IB_CO_CHECK(co_await showTo(state, relation, publication, stop));
    co_return Result<void>{};
}

} // namespace imagebuilder::app
