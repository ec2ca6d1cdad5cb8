"""Every table of the house, so that whoever needs the whole schema imports one module."""

from elearn.cohorts import models as cohorts
from elearn.db import Stored
from elearn.installation import models as installation
from elearn.people import models as people
from elearn.programmes import models as programmes
from elearn.quizzes import instrument_models as instruments
from elearn.quizzes import models as quizzes
from elearn.reports import models as reports
from elearn.surveys import models as surveys

ROOMS = (installation, people, cohorts, quizzes, instruments, surveys, programmes, reports)
metadata = Stored.metadata
