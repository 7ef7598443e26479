//! What other programs are told of the command line: completions for shells, the man page.

use super::Exit;
use super::arguments::Arguments;
use super::failure::Failure;
use super::screen::Screen;
use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, screen: &Screen) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "notefold", &mut script);
    print(&script, screen)
}

/// Prints the man page: that of the program, with one section for each command.
pub(super) fn man_page(screen: &Screen) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).map_err(Failure::Reader)?;
    for command in command.get_subcommands() {
        let man = Man::new(command.clone().display_name(format!("notefold {}", command.get_name())));
        let title = format!("\n.SH \"NOTEFOLD {}\"\n", command.get_name().to_uppercase());
        page.extend_from_slice(title.as_bytes());
        let mut parts = Vec::new();
        man.render_description_section(&mut parts).map_err(Failure::Reader)?;
        man.render_options_section(&mut parts).map_err(Failure::Reader)?;
        man.render_extra_section(&mut parts).map_err(Failure::Reader)?;
        // Sections of a section.
        page.extend_from_slice(String::from_utf8_lossy(&parts).replace("\n.SH ", "\n.SS ").as_bytes());
    }
    print(&page, screen)
}

fn print(data: &[u8], screen: &Screen) -> Result<Exit, Failure> {
    screen.print(&String::from_utf8_lossy(data)).map_err(Failure::Reader)?;
    Ok(Exit::Done)
}
