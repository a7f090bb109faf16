using System.Globalization;
using FileStorage.Tests.Api.Tests.Hosting;

namespace FileStorage.Tests.Api.Tests.Sharing;

/// <summary>
/// Random trees, shares, denials, groups, moves and revocations, and after every step what every account sees by every door is what a small
/// model says. One seed more: FILESTORAGE_SEED=N; many: FILESTORAGE_SEEDS=N.
/// </summary>
public sealed class PermissionModelTests(RealHost host)
{
    private const int Steps = 60;

    [Fact]
    public async Task Every_account_sees_by_every_door_what_the_model_says()
    {
        var first = Number("FILESTORAGE_SEED", 1);
        var many = Number("FILESTORAGE_SEEDS", 3);
        var accounts = new[] { await host.MakeAccountAsync(), await host.MakeAccountAsync(), await host.MakeAccountAsync() };
        for (var seed = first; seed < first + Math.Min(many, 200); seed++)
        {
            var world = await PermissionWorld.CreateAsync(host, accounts, seed);
            for (var step = 0; step < Steps; step++)
            {
                await world.StepAsync();
                TestContext.Current.TestOutputHelper?.WriteLine(world.LastStep);
                await world.CheckAsync($"seed {seed}, step {step}: {world.LastStep}");
            }
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
