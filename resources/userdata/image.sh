#!/bin/bash
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# Makes a GitHub runner's image out of an Ubuntu server: run once by cloud-init, as root. Any step that fails ends it.
set -euo pipefail

# imagebuilder: values

export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 HOME=/root LC_ALL=C.UTF-8
home=/home/ubuntu
runner_releases=${mirror_runner:-https://github.com/canonical/github-actions-runner/releases}
runner_api=https://api.github.com/repos/canonical/github-actions-runner/releases/tags
private_ranges='10.0.0.0/8, 127.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16'
aproxy_port=8444
groups=docker,microk8s,lxd,sudo
# Both in memory, so that neither is in the image: what the manifest shall say, and apt's sources on a mirror.
facts=/run/imagebuilder.facts
mirrored=/run/imagebuilder.apt
# Other programs of the first boot may hold the package database; a mirror may hiccup.
apt_options=(-o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confdef
	-o Dpkg::Options::=--force-confold)
apt_sources=()

say() {
	printf 'imagebuilder: %s\n' "$*" >&2
	{ printf 'imagebuilder: %s\r\n' "$*" >/dev/console; } 2>/dev/null || true
}

step=start
ended() {
	[ "$1" = 0 ] || say "step $step failed"
}
trap 'ended $?' EXIT

# A step is the function of its name; its name may be seen in the build's log and in errors.
begin() {
	step=$1
	say "step $step"
	"${step//-/_}"
}

apt_get() {
	apt-get -y "${apt_options[@]}" "${apt_sources[@]}" "$@"
}

fetch() { # URL FILE
	curl --fail --silent --show-error --globoff --location --retry 5 --retry-connrefused --connect-timeout 30 \
		--output "$2" --url "$1"
}

host_name() {
	hostnamectl set-hostname github-runner
}

# First of all, else they hold apt's lock when it is needed.
no_automatic_updates() {
	systemctl disable --now apt-daily.timer apt-daily.service apt-daily-upgrade.timer apt-daily-upgrade.service
}

snaps() {
	snap wait system seed.loaded
	if [ -n "$proxy" ]; then
		snap set system proxy.http="http://$proxy" proxy.https="http://$proxy"
	fi
	snap install aproxy --edge
	snap install opentelemetry-collector --stable
	snap disable opentelemetry-collector # a consumer that wants it says `snap enable`
}

# Rules and addresses live in the kernel only, so none of this is in the image.
redirect() {
	local address
	if ! command -v nft >/dev/null; then # focal
		apt_get -o Acquire::http::Proxy="http://$proxy" -o Acquire::https::Proxy="http://$proxy" update
		apt_get -o Acquire::http::Proxy="http://$proxy" -o Acquire::https::Proxy="http://$proxy" \
			install --no-install-recommends nftables
	fi
	address=$(ip -4 route get 192.0.2.1 | sed -nE 's/.* src ([0-9.]+).*/\1/p') # the default route's; TEST-NET-1
	[ -n "$address" ]
	snap set aproxy proxy="$proxy" listen=":$aproxy_port"
	nft -f - <<RULES
table ip aproxy
flush table ip aproxy
table ip aproxy {
	chain prerouting {
		type nat hook prerouting priority -100; policy accept;
		ip daddr != { $private_ranges } tcp dport { 80, 443 } counter dnat to $address:$aproxy_port
	}
	chain output {
		type nat hook output priority -100; policy accept;
		ip daddr != { $private_ranges } tcp dport { 80, 443 } counter dnat to $address:$aproxy_port
	}
}
RULES
	for _ in {1..60}; do
		if [ -n "$(ss -Hltn "sport = :$aproxy_port")" ]; then
			snap unset system proxy.http proxy.https
			return
		fi
		sleep 1
	done
	echo "aproxy does not listen on port $aproxy_port" >&2
	return 1
}

# Where there is no aproxy; what does not look at these has no way out.
proxy_environment() {
	export http_proxy="http://$proxy" https_proxy="http://$proxy" no_proxy="localhost,${private_ranges// /}"
}

# Ubuntu's own sources with the mirror's address; those in the image stay as they are.
apt_mirror() {
	local uri=$mirror_apt file native
	native=$(dpkg --print-architecture)
	if [ "$native" != amd64 ]; then uri=${mirror_ports:-$mirror_apt}; fi
	[ -n "$uri" ] || return 0
	rm -rf "$mirrored"
	mkdir -p "$mirrored/parts"
	cp -r /etc/apt/sources.list.d/. "$mirrored/parts"
	if [ -e /etc/apt/sources.list ]; then cp /etc/apt/sources.list "$mirrored/list"; else : >"$mirrored/list"; fi
	for file in list parts/ubuntu.sources parts/armhf-ports.sources; do
		[ ! -e "$mirrored/$file" ] || uri=$uri perl -pi -e 's/^(URIs:\s*).*/$1$ENV{uri}/;
			s/^(deb(?:-src)?\s+(?:\[[^]]*\]\s+)?)\S+/$1$ENV{uri}/' "$mirrored/$file"
	done
	apt_sources=(-o "Dir::Etc::sourcelist=$mirrored/list" -o "Dir::Etc::sourceparts=$mirrored/parts")
}

package_sources() {
	local native
	native=$(dpkg --print-architecture)
	case $base-$ppa in
		focal-on) # its own archive has no gh
			mkdir -p /etc/apt/keyrings
			fetch https://cli.github.com/packages/githubcli-archive-keyring.gpg \
				/etc/apt/keyrings/githubcli-archive-keyring.gpg
			chmod 0644 /etc/apt/keyrings/githubcli-archive-keyring.gpg
			printf 'deb [arch=%s signed-by=%s] https://cli.github.com/packages stable main\n' "$native" \
				/etc/apt/keyrings/githubcli-archive-keyring.gpg >/etc/apt/sources.list.d/github-cli.list
			;;
		resolute-on)
			add-apt-repository -y ppa:dotnet/backports
			;;
	esac
	if [ "$arch" = arm ]; then # a 64-bit system that also runs 32-bit programs
		dpkg --add-architecture armhf
		sed -i -e '/^Architectures:/d' -e "/^Types:/a Architectures: $native" /etc/apt/sources.list.d/ubuntu.sources
		cat >/etc/apt/sources.list.d/armhf-ports.sources <<SOURCES
Types: deb
URIs: http://ports.ubuntu.com/ubuntu-ports
Suites: $base $base-updates $base-security
Components: main restricted universe multiverse
Architectures: armhf
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg
SOURCES
		# Stays in the image: cloud-init would write both anew at a runner's first boot.
		echo 'apt: {preserve_sources_list: true}' >/etc/cloud/cloud.cfg.d/99-armhf-preserve-apt-sources.cfg
	fi
	apt_mirror # with what came now
}

upgrade() {
	apt_get update
	apt_get upgrade
}

packages() {
	local names=(build-essential docker.io jq npm pkg-config python-is-python3 python3-dev python3-pip shellcheck socat tar
		time unzip wget)
	[ "$base-$ppa" = focal-off ] || names+=(gh)
	case $arch in
		s390x | ppc64le)
			names+=(cargo rustc)
			[ "$base-$ppa" = resolute-off ] || names+=(dotnet-runtime-8.0)
			;;
		arm) names+=(libc6:armhf libatomic1:armhf rustup docker-buildx) ;;
		*) names+=(cargo rustc) ;;
	esac
	case $arch-$base in
		arm-noble) names+=(libicu74:armhf) ;;
		arm-resolute) names+=(libicu78:armhf) ;;
	esac
	[ "$base" != focal ] || names+=(nftables)
	apt_get install --no-install-recommends "${names[@]}"
	apt_get remove unattended-upgrades
}

network_tuning() {
	printf '%s\n' net.core.default_qdisc=fq net.ipv4.tcp_congestion_control=bbr >/etc/sysctl.d/90-github-runner.conf
	sysctl -p /etc/sysctl.d/90-github-runner.conf
}

usr_local_bin() {
	chmod 0777 /usr/local/bin
}

yarn() {
	npm install --global ${mirror_npm:+"--registry=$mirror_npm"} yarn
	rm -rf /root/.npm
}

yq() {
	local folder
	folder=$(mktemp -d)
	snap install go --classic
	git clone --quiet --depth 1 -- "${mirror_yq:-https://github.com/mikefarah/yq.git}" "$folder/yq"
	(cd "$folder/yq" && GOPATH=$folder/go GOCACHE=$folder/cache GOFLAGS=-modcacherw \
		env ${mirror_go:+"GOPROXY=$mirror_go"} /snap/bin/go build -o /usr/bin/yq .)
	command yq --version
	snap remove --purge go
	rm -rf "$folder"
}

users() {
	local group uid gid
	for group in ${groups//,/ }; do groupadd --force "$group"; done
	id ubuntu >/dev/null 2>&1 || useradd --create-home --shell /bin/bash ubuntu
	usermod --append --groups "$groups" ubuntu
	# shellcheck disable=SC2016 # the user's shell expands it
	printf '%s\n' 'PATH=$PATH:$HOME/.local/bin' | tee -a "$home/.profile" >>"$home/.bashrc"
	loginctl enable-linger ubuntu
	# GARM logs in as `runner`: the same person under a second name.
	uid=$(id -u ubuntu)
	gid=$(id -g ubuntu)
	id runner >/dev/null 2>&1 || useradd --non-unique --uid "$uid" --gid "$gid" --no-create-home --home-dir "$home" \
		--shell /bin/bash runner
	usermod --append --groups "$groups" runner
	ln -sfn "$home" /home/runner
}

rust() {
	runuser -u ubuntu -- env HOME="$home" rustup default stable
}

# What the release says of an archive, hex. Asked here: the VM reaches GitHub, through its proxy too, or has no archive.
released_digest() { # VERSION ARCHIVE
	local answer
	[ -z "$mirror_runner" ] || return 1 # which has no such answers
	answer=$(curl --fail --silent --show-error --location --retry 2 --connect-timeout 30 --max-time 60 \
		--url "$runner_api/v$1") || return 1
	python3 -c '
import json, re, sys
for asset in json.load(sys.stdin)["assets"]:
    digest = re.fullmatch("sha256:([0-9a-f]{64})", asset.get("digest") or "")
    if asset["name"] == sys.argv[1] and digest:
        print(digest[1])' "$2" <<<"$answer"
}

check_archive() { # VERSION FILE
	local wanted=${runner_sha256,,} found
	found=$(sha256sum <"$2")
	found=${found%% *}
	if [ -z "$wanted" ]; then wanted=$(released_digest "$1" "${2##*/}") || wanted=; fi
	if [ -z "$wanted" ]; then
		say "runner archive not verified: neither runner-sha256 nor its release says its digest"
		echo "note runner archive not verified" >>"$facts"
	elif [ "$wanted" != "$found" ]; then
		echo "${2##*/} has the SHA-256 $found, and it should be $wanted" >&2
		return 1
	fi
	echo "runner-sha256 $found" >>"$facts"
}

runner() {
	local version=${runner_version#v} folder name
	if [ -z "$version" ]; then # .../releases/latest answers with a redirect to .../releases/tag/vVERSION
		version=$(curl --fail --silent --show-error --globoff --location --retry 5 --head --output /dev/null \
			--write-out '%{url_effective}' --url "${runner_releases%/}/latest")
		version=${version##*/v}
	fi
	[[ $version =~ ^[0-9][0-9A-Za-z.+-]*$ ]] || { echo "no runner version: $version" >&2; return 1; }
	say "runner $version"
	name=actions-runner-linux-$arch-$version.tar.gz
	folder=$(mktemp -d)
	fetch "${runner_releases%/}/download/v$version/$name" "$folder/$name"
	check_archive "$version" "$folder/$name"
	mkdir -p "$home/actions-runner"
	tar -xzf "$folder/$name" -C "$home/actions-runner"
	rm -rf "$folder"
}

home_owner() {
	chown -R ubuntu:ubuntu "$home"
}

# apt names its lists after where they came from.
forget_mirror() {
	rm -rf "$mirrored" /var/lib/apt/lists/*
}

begin host-name
begin no-automatic-updates
if [ "$snaps" = on ]; then begin snaps; fi
if [ -n "$mirror_apt$mirror_ports" ]; then begin apt-mirror; fi
case $snaps-$proxy in
	on-?*) begin redirect ;;
	off-?*) begin proxy-environment ;;
esac
begin package-sources
begin upgrade
begin packages
begin network-tuning
begin usr-local-bin
if [ "$base" != focal ]; then begin yarn; fi
if [ "$snaps" = on ]; then begin yq; fi # its Go is a snap
begin users
if [ "$arch" = arm ]; then begin rust; fi
begin runner
begin home-owner
if [ -n "$mirror_apt$mirror_ports" ]; then begin forget-mirror; fi
sync
say 'image script done'
