// Starts GOV.UK Frontend's behaviours. Every page works without this file.
import { initAll } from "./govuk-frontend.min.js";
import { startAnswers } from "./answers.js";
import { startChecking } from "./checks.js";
import { startCopying } from "./copy.js";
import { startFollowing } from "./follow.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
startAnswers();
startFollowing();
startCopying();
startChecking();
