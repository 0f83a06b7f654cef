#!/bin/sh
# Makes the two data sets of the joint StarGAN example: OUT/attributes (a list of attributes) and OUT/classes (folders), of different
# creatures.
#
#     sh make-joint-sets.sh OUT [SEED]
#
# OUT is a new folder. STARGRID names the program where it is not on the path.
set -eu
exec "${STARGRID:-stargrid}" creatures "${1:?give the folder to make}" --set both --seed "${2:-1}"
