using System.Reflection;
using NetArchTest.Rules;
using Portal.Core.Data;

namespace Portal.Core.Tests;

/// <summary>Dependencies point one way: Web and Jobs to Core.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Core = typeof(PortalDbContext).Assembly;
    private static readonly Assembly Jobs = Assembly.Load("Portal.Jobs");
    private static readonly Assembly Web = Assembly.Load("Portal.Web");

    // The key ring and the account tables are libraries without a web server; everything else of ASP.NET stays out.
    private static readonly string[] AllowedOfAspNet =
    [
        "Microsoft.AspNetCore.DataProtection",
        "Microsoft.AspNetCore.DataProtection.Abstractions",
        "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore",
        "Microsoft.AspNetCore.Identity.EntityFrameworkCore",
        "Microsoft.AspNetCore.Cryptography.Internal",
        "Microsoft.AspNetCore.Cryptography.KeyDerivation",
    ];

    [Theory]
    [InlineData("Portal.Core", "Portal.Jobs")]
    [InlineData("Portal.Core", "Portal.Web")]
    [InlineData("Portal.Core", "Hangfire")]
    [InlineData("Portal.Core", "MudBlazor")]
    [InlineData("Portal.Jobs", "Portal.Web")]
    [InlineData("Portal.Jobs", "MudBlazor")]
    public void Assembly_Types_DoNotDependOn(string assembly, string forbidden)
    {
        var result = Types.InAssembly(Assembly.Load(assembly)).Should().NotHaveDependencyOn(forbidden).GetResult();

        Assert.Empty(result.FailingTypeNames ?? []);
    }

    [Fact]
    public void CoreAndJobs_References_HoldNoAspNet()
    {
        var found = new[] { Core, Jobs }
            .SelectMany(assembly => assembly.GetReferencedAssemblies())
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && !AllowedOfAspNet.Contains(name))
            .Distinct();

        Assert.Empty(found);
    }

    [Fact]
    public void Web_FeatureTypes_DoNotUseJobs()
    {
        // Program.cs composes the worker into the web process; nothing else in Web may know of it.
        var result = Types.InAssembly(Web)
            .That().ResideInNamespaceStartingWith("Portal.Web").And().DoNotResideInNamespace("Portal.Web.Hosting")
            .Should().NotHaveDependencyOn("Portal.Jobs").GetResult();

        Assert.Empty(result.FailingTypeNames ?? []);
    }

    [Fact]
    public void Pages_Types_DoNotTouchDatabaseOrKubernetes()
    {
        var result = Types.InAssembly(Web)
            .That().Inherit(typeof(Microsoft.AspNetCore.Components.ComponentBase))
            .Should().NotHaveDependencyOnAny("Microsoft.EntityFrameworkCore", "k8s", "Npgsql").GetResult();

        Assert.Empty(result.FailingTypeNames ?? []);
    }
}
