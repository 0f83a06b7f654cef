#!/bin/sh
# Makes the labelled data set of the StarGAN and Fixed-Point GAN examples: creatures with a list of attributes.
#
#     sh make-labelled-set.sh OUT [SEED]
#
# OUT is a new folder. STARGRID names the program where it is not on the path.
set -eu
exec "${STARGRID:-stargrid}" creatures "${1:?give the folder to make}" --set attributes --seed "${2:-1}"
