using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Documentation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Api.Accounts;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/accounts", endpoints.ServiceProvider.GetRequiredService<Registration>().RegisterAsync)
            .Describe("Register", "Makes an account; the first one is the administrator's.", Access.Anyone)
            .Takes<RegisterRequest>().Produces<AccountBody>(201);
        endpoints.MapPost("/sign-in", endpoints.ServiceProvider.GetRequiredService<SignIn>().SignInAsync)
            .Describe("SignIn", "Makes a device and answers its token.", Access.Anyone).Takes<SignInRequest>().Produces<SignInBody>();
        endpoints.MapGet("/me", endpoints.ServiceProvider.GetRequiredService<WhoAmI>().GetAsync)
            .Describe("WhoAmI", "The account and device of the token, and the quota.", Access.Devices).Produces<MeBody>();
    }
}
