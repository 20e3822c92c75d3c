using System.Text;
using SecureDocket.CostSheet;

Console.OutputEncoding = Encoding.UTF8;
Console.Write(CostPage.Write(new Sheet(new Prices(), new Load())));
