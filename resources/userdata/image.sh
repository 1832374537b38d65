#!/bin/bash
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# Makes a GitHub runner's image out of an Ubuntu server: run once by cloud-init, as root. Any step that fails ends it.
set -euo pipefail

# imagebuilder: values

export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 HOME=/root LC_ALL=C.UTF-8
home=/home/ubuntu
runner_releases=https://github.com/canonical/github-actions-runner/releases
private_ranges='10.0.0.0/8, 127.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16'
aproxy_port=8444
groups=docker,microk8s,lxd,sudo

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

# Other programs of the first boot may hold the package database; a mirror may hiccup.
apt_get() {
	apt-get -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Options::=--force-confdef \
		-o Dpkg::Options::=--force-confold "$@"
}

fetch() { # URL FILE
	curl --fail --silent --show-error --location --retry 5 --retry-connrefused --connect-timeout 30 --output "$2" "$1"
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

package_sources() {
	local native
	native=$(dpkg --print-architecture)
	case $base in
		focal) # its own archive has no gh
			mkdir -p /etc/apt/keyrings
			fetch https://cli.github.com/packages/githubcli-archive-keyring.gpg \
				/etc/apt/keyrings/githubcli-archive-keyring.gpg
			chmod 0644 /etc/apt/keyrings/githubcli-archive-keyring.gpg
			printf 'deb [arch=%s signed-by=%s] https://cli.github.com/packages stable main\n' "$native" \
				/etc/apt/keyrings/githubcli-archive-keyring.gpg >/etc/apt/sources.list.d/github-cli.list
			;;
		resolute)
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
}

upgrade() {
	apt_get update
	apt_get upgrade
}

packages() {
	local names=(build-essential docker.io gh jq npm pkg-config python-is-python3 python3-dev python3-pip shellcheck socat
		tar time unzip wget)
	case $arch in
		s390x | ppc64le) names+=(cargo rustc dotnet-runtime-8.0) ;;
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
	npm install --global yarn
	npm cache clean --force
}

yq() {
	local folder
	folder=$(mktemp -d)
	snap install go --classic
	git clone --quiet --depth 1 https://github.com/mikefarah/yq.git "$folder/yq"
	(cd "$folder/yq" && GOPATH=$folder/go GOCACHE=$folder/cache GOFLAGS=-modcacherw /snap/bin/go build -o /usr/bin/yq .)
	command yq --version
	snap remove --purge go
	rm -rf "$folder"
}

users() {
	local group
	for group in ${groups//,/ }; do groupadd --force "$group"; done
	id ubuntu >/dev/null 2>&1 || useradd --create-home --shell /bin/bash ubuntu
	usermod --append --groups "$groups" ubuntu
	# shellcheck disable=SC2016 # the user's shell expands it
	printf '%s\n' 'PATH=$PATH:$HOME/.local/bin' | tee -a "$home/.profile" >>"$home/.bashrc"
	loginctl enable-linger ubuntu
	# GARM logs in as `runner`: the same person under a second name.
	id runner >/dev/null 2>&1 || useradd --non-unique --uid "$(id -u ubuntu)" --gid "$(id -g ubuntu)" --no-create-home \
		--home-dir "$home" --shell /bin/bash runner
	usermod --append --groups "$groups" runner
	ln -sfn "$home" /home/runner
}

rust() {
	runuser -u ubuntu -- env HOME="$home" rustup default stable
}

runner() {
	local version=${runner_version#v} folder name
	if [ -z "$version" ]; then # .../releases/latest answers with a redirect to .../releases/tag/vVERSION
		version=$(curl --fail --silent --show-error --location --retry 5 --head --output /dev/null --write-out '%{url_effective}' \
			"$runner_releases/latest")
		version=${version##*/v}
	fi
	[[ $version =~ ^[0-9][0-9A-Za-z.+-]*$ ]] || { echo "no runner version: $version" >&2; return 1; }
	say "runner $version"
	name=actions-runner-linux-$arch-$version.tar.gz
	folder=$(mktemp -d)
	fetch "$runner_releases/download/v$version/$name" "$folder/$name"
	if [ -n "$runner_sha256" ]; then
		sha256sum --check --strict - <<<"$runner_sha256  $folder/$name"
	fi
	mkdir -p "$home/actions-runner"
	tar -xzf "$folder/$name" -C "$home/actions-runner"
	rm -rf "$folder"
}

home_owner() {
	chown -R ubuntu:ubuntu "$home"
}

begin host-name
begin no-automatic-updates
begin snaps
if [ -n "$proxy" ]; then begin redirect; fi
begin package-sources
begin upgrade
begin packages
begin network-tuning
begin usr-local-bin
if [ "$base" != focal ]; then begin yarn; fi
begin yq
begin users
if [ "$arch" = arm ]; then begin rust; fi
begin runner
begin home-owner
sync
say 'image script done'
