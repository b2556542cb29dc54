// LineClient
