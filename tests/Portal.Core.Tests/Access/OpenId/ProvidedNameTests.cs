using CsCheck;
using Portal.Core.Access;
using Portal.Core.Access.OpenId;

namespace Portal.Core.Tests.Access.OpenId;

public sealed class ProvidedNameTests
{
    private static readonly UserRequestValidator Names = new();

    [Theory]
    [InlineData("ada", "", "ada")]
    [InlineData("Ada Lovelace", "", "Ada-Lovelace")]
    [InlineData("system:masters", "", "system-masters")]
    [InlineData("", "ada@corp.example", "ada@corp.example")]
    [InlineData("王伟", "wang.wei@corp.example", "wang.wei@corp.example")]
    [InlineData("--", "..", "user-")]
    public void Name_IsWhatAnAccountMayHave(string name, string email, string expected) =>
        Assert.StartsWith(expected, ProvidedName.Of(Claims(name, email)), StringComparison.Ordinal);

    [Fact]
    public void AnyName_KeepsTheRule() => Gen.Select(Gen.String, Gen.String, Gen.String[1, 20]).Sample((name, email, subject) =>
        Assert.True(Names.Validate(new UserRequest(ProvidedName.Of(Claims(name, email) with { Subject = subject }), null)).IsValid));

    private static ProviderClaims Claims(string name, string email) => new("corp", "https://id.example.com", "s-1", name, email, [], false);
}
