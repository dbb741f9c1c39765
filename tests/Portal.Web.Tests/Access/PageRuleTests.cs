using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Web.Access;
using Portal.Web.Shell;

namespace Portal.Web.Tests.Access;

public sealed class PageRuleTests
{
    private static readonly string[] Rules = [PageRules.SignedIn, .. Enum.GetNames<Permission>()];

    public static TheoryData<Type> Pages => [.. typeof(Routes).Assembly.GetTypes().Where(type => type.GetCustomAttributes<RouteAttribute>().Any())];

    /// <summary>A page without a rule of its own is open to whoever has an account, and nobody has decided that.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    [Trait("Attack", "19")]
    public void Page_NamesItsRule_OrSaysThatItIsOpen(Type page)
    {
        var rules = page.GetCustomAttributes<AuthorizeAttribute>().Select(attribute => attribute.Policy).OfType<string>().ToList();

        Assert.True(page.GetCustomAttribute<AllowAnonymousAttribute>() is not null ? rules.Count == 0 : rules.Count == 1, $"{page.Name}: {string.Join(", ", rules)}");
        Assert.All(rules, rule => Assert.Contains(rule, Rules));
    }
}
