using System.CommandLine;
using System.CommandLine.Invocation;
using Portal.Ctl.Running;

namespace Portal.Ctl.Commands;

/// <summary>All commands, and what happens around each.</summary>
internal static class CommandTree
{
    /// <summary>Runs one command line and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = Make(terminal).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Error.WriteLine($"portalctl: {TerminalText.Line(error.Message)}");
            }

            terminal.Error.WriteLine($"  do:        {CommandPath(parsed.CommandResult)} --help says what it takes.");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
                },
                cancellationToken);
        }
        catch (CtlException error)
        {
            error.Tell(terminal.Error);
            return error.Code;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("portalctl: stopped. What the portal has begun goes on there.");
            return ExitCode.Interrupted;
        }
        finally
        {
            await terminal.Out.FlushAsync(CancellationToken.None);
        }
    }

    private static RootCommand Make(Terminal terminal)
    {
        var shared = new SharedOptions(terminal);
        return new RootCommand("Drives a Kurator Portal from a terminal or a pipeline.")
        {
            shared.Context,
            shared.Timeout,
            LoginCommand.Make(shared),
            ContextCommands.List(shared),
            ContextCommands.Use(shared),
            ContextCommands.Logout(shared),
            GetCommand.Make(shared),
            WatchCommand.Make(shared),
            LogsCommand.Make(shared),
            InstallCommand.Make(shared),
            JoinCommand.Make(shared),
            KubeconfigCommand.Make(shared),
            DeleteCommand.Make(shared),
            ApplyCommand.Make(shared),
            DiffCommand.Make(shared),
            ExportCommand.Make(shared),
            CompletionCommand.Make(shared),
        };
    }

    private static string CommandPath(System.CommandLine.Parsing.CommandResult? result)
    {
        List<string> names = [];
        for (var command = result; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, command.Command is RootCommand ? "portalctl" : command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
