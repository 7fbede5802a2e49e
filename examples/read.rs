use zhengtu::text::*;
fn main() {
    let mut args: Vec<String> = vec![];
    let paths: Vec<_> = std::env::args_os()
        .skip(1)
        .filter(|a| {
            if a == "-v" {
                args.push("v".into());
                false
            } else {
                true
            }
        })
        .collect();
    let listing = list(&paths);
    let mut worst = Severity::Note;
    let mut pages = 0;
    for d in &listing.diagnostics {
        eprintln!("{d}");
        worst = worst.max(d.severity);
    }
    let total = listing.bytes();
    let mut reader = read(listing.sources);
    while let Some(i) = reader.next() {
        match i {
            Input::Page(p) => {
                pages += 1;
                if !args.is_empty() {
                    println!(
                        "== {} {:?} {:?} {:?} {:?}",
                        p.name,
                        p.title.as_deref().map(|t| t.chars().take(30).collect::<String>()),
                        p.paper.as_deref().map(|t| t.chars().take(30).collect::<String>()),
                        p.date,
                        p.url
                    );
                    println!("{}", plain(&p.characters().map(|c| c.0).take(150).collect::<String>()));
                }
            }
            Input::Diagnostic(d) => {
                eprintln!("{d}");
                worst = worst.max(d.severity);
            }
        }
    }
    if !args.is_empty() {
        println!("{pages} pages, {}/{total} bytes", reader.bytes());
    }
    std::process::exit(match worst {
        Severity::Note => 0,
        Severity::Complaint => 1,
        Severity::Refusal => {
            if pages > 0 {
                1
            } else {
                2
            }
        }
    });
}
