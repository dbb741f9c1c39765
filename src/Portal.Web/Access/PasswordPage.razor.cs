using Microsoft.AspNetCore.Components;
using Portal.Core.Access;
using Portal.Core.Problems;

namespace Portal.Web.Access;

public sealed partial class PasswordPage
{
    private string? _problem;
    private bool _forced;

    [SupplyParameterFromForm(FormName = "password")]
    private PasswordForm? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    internal ActorSource Actors { get; init; } = null!;

    [Inject]
    internal SignInService Sessions { get; init; } = null!;

    [Inject]
    public required IUsers Users { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override async Task OnInitializedAsync() =>
        _forced = (await Actors.ReadAsync(Http.User, Http.RequestAborted))?.MustChangePassword == true;

    private async Task ChangeAsync()
    {
        if (Http.User.UserId() is not { } id)
        {
            return;
        }

        if (Input?.Next != Input?.Repeat)
        {
            _problem = "Password.Unequal";
            return;
        }

        try
        {
            await Users.ChangeOwnPasswordAsync(new PasswordChange(Input?.Current ?? "", Input?.Next ?? ""), id, Http.User.SessionId(), Http.RequestAborted);
        }
        catch (ProblemException exception)
        {
            _problem = exception.Problem.Field == "current" ? "Password.Current.Problem" : "Password.Next.Problem";
            return;
        }

        await Sessions.RefreshAsync(id);
        Navigation.NavigateTo(AccountPaths.Back(ReturnUrl));
    }

    private sealed class PasswordForm
    {
        public string? Current { get; set; }

        public string? Next { get; set; }

        public string? Repeat { get; set; }
    }
}
