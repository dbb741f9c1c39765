using System.Reflection;
using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Web.Hosting;

/// <summary>How the process begins and ends.</summary>
public static class PortalProcess
{
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // The same whoever hosts it: tests run the application in a process of another name.
            ApplicationName = Assembly.GetExecutingAssembly().GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    /// <summary>Runs until told to stop. What is wrong with the configuration is told in full, one line each, with exit code 1.</summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            foreach (var line in Reasons(exception))
            {
                await Console.Error.WriteLineAsync($"portal: {line}");
            }

            return 1;
        }
    }

    /// <summary>What a person needs to mend a failed start.</summary>
    internal static IEnumerable<string> Reasons(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        AggregateException many => many.InnerExceptions.SelectMany(Reasons),
        ProblemException known => [$"{known.Problem.What}. {known.Problem.Why} {known.Problem.Remedy}"],
        InvalidOperationException { InnerException: null } simple => [simple.Message],
        _ => [exception.ToString()],
    };
}
