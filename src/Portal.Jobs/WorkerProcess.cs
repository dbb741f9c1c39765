using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Core.Problems;
using Portal.Jobs.Hosting;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Portal.Jobs;

/// <summary>How the stand-alone worker begins and ends.</summary>
public static class WorkerProcess
{
    /// <summary>A generic host that logs compact JSON lines to standard output and waits for the database.</summary>
    public static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddSerilog(logging => logging
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.Console(new RenderedCompactJsonFormatter()));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(25));
        builder.Services.AddHostedService<DatabaseWait>();
        return builder;
    }

    /// <summary>Runs until told to stop. What is wrong with the configuration is told in full, one line each, with exit code 1.</summary>
    public static async Task<int> RunAsync(Func<IHost> build)
    {
        try
        {
            using var host = build();
            await host.RunAsync();
            return 0;
        }
        catch (OptionsValidationException invalid)
        {
            foreach (var failure in invalid.Failures)
            {
                await Console.Error.WriteLineAsync($"portal worker: {failure}");
            }
        }
        catch (Exception taken) when ((taken.InnerException ?? taken) is HttpListenerException)
        {
            await Console.Error.WriteLineAsync(
                $"portal worker: {WorkerEndpointOptions.ListenKey} cannot be listened on: {(taken.InnerException ?? taken).Message}. Choose a free port, or leave it empty.");
        }
        catch (ProblemException known)
        {
            await Console.Error.WriteLineAsync($"portal worker: {known.Problem.What}. {known.Problem.Why} {known.Problem.Remedy}");
        }
        catch (InvalidOperationException simple) when (simple.InnerException is null)
        {
            await Console.Error.WriteLineAsync($"portal worker: {simple.Message}");
        }

        return 1;
    }
}
