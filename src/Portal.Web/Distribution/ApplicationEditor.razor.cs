using Microsoft.AspNetCore.Components;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Fleets;
using Portal.Core.Problems;
using Portal.Web.Distribution.Sources;
using Portal.Web.Shell;

namespace Portal.Web.Distribution;

/// <summary>A new application, or a new revision of one: manifests, and a placement as form and YAML that follow each other.</summary>
public partial class ApplicationEditor
{
    private readonly Loadable<IReadOnlyList<FleetSummary>> _fleets = new();
    private readonly Loadable<ApplicationDetail> _application = new();
    private ApplicationPolicy _policy = new();
    private ShownProblem? _problem;
    private Guid? _preview;
    private IReadOnlyList<ControlPlaneView> _planes = [];
    private Guid? _plane;
    private Guid _fleet;
    private string _name = "";
    private string _description = "";
    private string _source = "";
    private string _policyText = "";
    private string _note = "";
    private SourceDraft? _from;
    private bool _hasSource;
    private bool _waits;
    private bool _busy;

    [Inject]
    public required IApplications Applications { get; init; }

    [Inject]
    public required IApplicationPreviews Previews { get; init; }

    [Inject]
    public required IApplicationSources Sources { get; init; }

    [Inject]
    public required IFleets Fleets { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>The application that gets a new revision; null for a new one.</summary>
    [Parameter, EditorRequired]
    public required Guid? Id { get; set; }

    private ApplicationContent Content => ApplicationContent.Of(_source, _policy, _note);

    protected override async Task LoadAsync()
    {
        if (Id is null && _fleets.Value is null)
        {
            await ReadAsync(_fleets, async (actor, cancellationToken) =>
            {
                _planes = await Applications.ListControlPlanesAsync(actor, cancellationToken);
                return await Fleets.ListAsync(actor, cancellationToken);
            });
            _fleet = _fleets.Value is [var first, ..] ? first.Id : Guid.Empty;
        }
        else if (Id is { } id && _application.Value is null)
        {
            await ReadAsync(_application, async (actor, cancellationToken) =>
            {
                var application = await Applications.GetAsync(id, actor, cancellationToken);
                _hasSource = await Sources.FindAsync(id, actor, cancellationToken) is not null;
                var revision = await Applications.GetRevisionAsync(id, application.Summary.LatestRevision, actor, cancellationToken);
                _source = revision.Source;
                WritePolicy(revision.Summary.Policy);
                return application;
            });
        }
    }

    /// <summary>The YAML follows the form.</summary>
    private void WritePolicy(ApplicationPolicy policy)
    {
        _policy = policy;
        _policyText = PolicyYaml.Write(policy);
        _waits = false;
    }

    /// <summary>The form follows the YAML, once that can be read.</summary>
    private void ReadPolicy(string text)
    {
        _policyText = text;
        try
        {
            _policy = PolicyYaml.Read(text);
            (_waits, _problem) = (false, null);
        }
        catch (ProblemException error)
        {
            (_waits, _problem) = (true, Reporter.Report(error));
        }
    }

    private Task PreviewAsync() => RunAsync(async () =>
    {
        ApplicationPreviewDetail? made = null;
        _problem = await ActAsync(async (actor, cancellationToken) => made = await Previews.CreateAsync(
            new ApplicationPreviewRequest(Id, Id is null ? _fleet : null, Content, ControlPlaneId: _plane), actor, cancellationToken));
        _preview = made?.Id;
    });

    private Task SaveAsync() => RunAsync(async () =>
    {
        Guid? saved = null;
        _problem = await ActAsync(async (actor, cancellationToken) =>
        {
            if (Id is { } id)
            {
                await Applications.AddRevisionAsync(id, Content, actor, cancellationToken);
                saved = id;
            }
            else
            {
                saved = (await Applications.CreateAsync(new ApplicationRequest(_name, _fleet, Content, _description, _plane, _from?.Request), actor, cancellationToken)).Summary.Id;
            }
        });
        if (saved is { } application)
        {
            Navigation.NavigateTo(Links.Application(application));
        }
    });

    /// <summary>What the YAML says and the form does not know yet is not passed over.</summary>
    private async Task RunAsync(Func<Task> act)
    {
        if (_waits)
        {
            return;
        }

        _busy = true;
        await act();
        _busy = false;
    }
}
