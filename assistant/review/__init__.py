"""An edited .docx → what changed, merged back into the Draft; comments answered; the clean copy."""
