using Portal.Ctl.Commands;
using Portal.Ctl.Running;

return await CommandTree.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
