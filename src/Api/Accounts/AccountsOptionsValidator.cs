using Microsoft.Extensions.Options;

namespace FileStorage.Api.Accounts;

[OptionsValidator]
internal sealed partial class AccountsOptionsValidator : IValidateOptions<AccountsOptions>;
