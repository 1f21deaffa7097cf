/** What the program that the nodes run in calls the things that texts for people have to name. */
export interface HostWords {
	/** The program that sends the requests, e.g. `n8n`. */
	product: string;
	/** Where the base URL is set, to stand after "in", e.g. `the Advocate API credential`. */
	tenantSettings: string;
	/** How a request gets more time, to stand after "or", e.g. `raise "Request Timeout"`. */
	moreTime: string;
	/** How the program comes to trust a certificate, to stand after a comma. */
	trustCertificate: string;
	/** That the work was ended by its user, as a sentence without its full stop. */
	stopped: string;
}
