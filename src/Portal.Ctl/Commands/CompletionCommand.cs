using System.CommandLine;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>`completion`: prints a script that lets a shell ask this tool what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _portalctl() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(portalctl "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _portalctl portalctl
        """;

    private const string Zsh = """
        #compdef portalctl
        _portalctl() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a next
            next=("${(@f)$(portalctl "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -a next
        }
        compdef _portalctl portalctl
        """;

    private const string Fish = """
        function __portalctl
            set -l line (commandline -cp)
            portalctl "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
        end
        complete -c portalctl -f -a '(__portalctl)'
        """;

    public static Command Make(SharedOptions shared)
    {
        var shell = new Argument<string>("SHELL") { HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints the completion script of a shell: bash, zsh or fish.") { shell };
        command.SetAction(parsed =>
        {
            shared.Terminal.Out.WriteLine(parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return ExitCode.Ok;
        });
        return command;
    }
}
